// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, Role } from '$lib/api/types';
import type { OwnGuild } from '$lib/stores/guilds.svelte';
import { outranks, rankOf } from '$lib/stores/rank';
import { t } from '$lib/text/en';

/** Absent: one has not the permission. A refusal: one has, but not for this member. The server decides in the end. */
export type Verdict = 'absent' | 'allowed' | keyof typeof t.memberMenu.reasons;

export interface Verdicts {
	roles: Verdict;
	nickname: Verdict;
	timeOut: Verdict;
	kick: Verdict;
	ban: Verdict;
}

/** What this account may do to a member. */
export function verdictsOf(own: OwnGuild, member: GuildMember): Verdicts {
	const has = (permission: string) => own.permissions.includes(permission);
	const isSelf = member.user.id === own.me.user.id;
	const byRank: Verdict =
		member.user.id === own.guild.owner_id ? 'owner' : outranks(own, own.me, member) ? 'allowed' : 'rank';
	const over = (permission: string): Verdict => (!has(permission) || isSelf ? 'absent' : byRank);
	const timeOut = over('timeout_members');
	return {
		roles: !has('assign_roles')
			? 'absent'
			: isSelf || byRank === 'allowed'
				? rolesBelow(own).length > 0
					? 'allowed'
					: 'noRoleBelow'
				: byRank,
		nickname: isSelf
			? has('change_nickname') || has('manage_nicknames')
				? 'allowed'
				: 'absent'
			: over('manage_nicknames'),
		timeOut: timeOut === 'allowed' && isAdministrator(own, member) ? 'administrator' : timeOut,
		kick: over('kick_members'),
		ban: over('ban_members')
	};
}

/** Roles that this account stands above. @everyone is none that can be given. */
export function rolesBelow(own: OwnGuild): Role[] {
	const rank = rankOf(own, own.me);
	return own.roles.filter(({ id, position }) => id !== own.guild.id && position < rank);
}

/** The sentence for a refusal; null for an act that is allowed. */
export function refusalOf(verdict: Verdict): string | null {
	return verdict === 'absent' || verdict === 'allowed' ? null : t.memberMenu.reasons[verdict];
}

/** Roles count from low to high, and inside one role allowing beats denying. */
function isAdministrator({ guild, roles }: OwnGuild, member: GuildMember): boolean {
	return roles
		.filter(({ id }) => id === guild.id || member.role_ids.includes(id))
		.toSorted((a, b) => a.position - b.position)
		.reduce(
			(is, { permissions_allow, permissions_deny }) =>
				permissions_allow.includes('administrator') || (is && !permissions_deny.includes('administrator')),
			false
		);
}
