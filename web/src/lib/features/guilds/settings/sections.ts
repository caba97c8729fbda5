// SPDX-License-Identifier: AGPL-3.0-only
import type { ChannelWithPermissions } from '$lib/api/types';
import type { OwnGuild } from '$lib/stores/guilds.svelte';
import type { Section } from '../guildDialogs.svelte';

const MEMBER_ACTS = [
	'assign_roles',
	'manage_nicknames',
	'timeout_members',
	'kick_members',
	'ban_members'
] as const;

/** The sections of the settings that hold something for this account, in their order. */
export function openSections(
	{ permissions }: Pick<OwnGuild, 'permissions'>,
	channels: readonly Pick<ChannelWithPermissions, 'permissions'>[]
): Section[] {
	const has = (permission: string) => permissions.includes(permission);
	const isOpen: Record<Section, boolean> = {
		overview: true,
		roles: has('manage_roles'),
		channels:
			has('manage_channels') ||
			channels.some((channel) =>
				['manage_channels', 'manage_permissions'].some((name) => channel.permissions.includes(name))
			),
		members: MEMBER_ACTS.some(has),
		bans: has('ban_members'),
		invites: has('manage_guild'),
		audit: has('view_audit_log')
	};
	return (Object.keys(isOpen) as Section[]).filter((section) => isOpen[section]);
}
