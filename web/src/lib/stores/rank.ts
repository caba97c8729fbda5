// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, Role } from '$lib/api/types';

/** What of a guild decides who stands above whom. The server decides; this only spares people buttons that fail. */
export interface Ranks {
	guild: { owner_id: string };
	roles: readonly Pick<Role, 'id' | 'position'>[];
}

/** The position of the member's highest role; 0 without one, above everything for the owner. */
export function rankOf({ guild, roles }: Ranks, member: Pick<GuildMember, 'user' | 'role_ids'>): number {
	if (member.user.id === guild.owner_id) return Number.POSITIVE_INFINITY;
	return roles.reduce(
		(highest, { id, position }) => (member.role_ids.includes(id) && position > highest ? position : highest),
		0
	);
}

export function outranks(
	ranks: Ranks,
	member: Pick<GuildMember, 'user' | 'role_ids'>,
	other: Pick<GuildMember, 'user' | 'role_ids'>
): boolean {
	return rankOf(ranks, member) > rankOf(ranks, other);
}
