// SPDX-License-Identifier: AGPL-3.0-only
//
// A guild for tests: mo owns it, vera is a moderator, rosa a guest, tom nobody in particular.
import type { GuildMember, Role } from '$lib/api/types';
import type { OwnGuild } from '$lib/stores/guilds.svelte';

const created_at = '2026-11-24T18:00:00.000Z';

export const role = (id: string, position: number, changes: Partial<Role> = {}): Role => ({
	id,
	guild_id: 'guild',
	name: id,
	hoist: false,
	position,
	permissions_allow: [],
	permissions_deny: [],
	...changes
});

export const member = (
	id: string,
	role_ids: string[] = [],
	changes: Partial<GuildMember> = {}
): GuildMember => ({
	guild_id: 'guild',
	user: { id, username: id, bot: false, created_at },
	role_ids,
	joined_at: created_at,
	...changes
});

export const roles = [
	role('captain', 3, { permissions_allow: ['administrator'] }),
	role('moderator', 2),
	role('guest', 1),
	role('guild', 0, { name: '@everyone' })
];

/** The guild as `me` sees it. */
export function ownGuild(me: GuildMember, permissions: string[]): OwnGuild {
	return {
		guild: { id: 'guild', name: 'Harbour', owner_id: 'mo', member_count: 4, created_at },
		roles,
		permissions,
		me
	};
}
