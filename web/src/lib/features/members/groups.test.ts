// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, Role } from '$lib/api/types';
import type { SeenStatus } from '$lib/stores/presences.svelte';
import { describe, expect, it } from 'vitest';
import { rowsOf } from './groups';

const member = (id: string, ...role_ids: string[]): GuildMember => ({
	guild_id: 'home',
	user: { id, username: id, bot: false, created_at: '2026-01-01T00:00:00.000Z' },
	role_ids,
	joined_at: '2026-01-01T00:00:00.000Z'
});
const role = (id: string, position: number, hoist: boolean): Role => ({
	id,
	guild_id: 'home',
	name: id,
	hoist,
	position,
	permissions_allow: [],
	permissions_deny: []
});
const shown = (members: GuildMember[], roles: Role[], there: Partial<Record<string, SeenStatus>>) =>
	rowsOf(
		members,
		roles,
		({ user }) => user.username,
		(id) => there[id] ?? 'offline'
	).map((row) =>
		row.kind === 'member' ? row.key : `${typeof row.of === 'string' ? row.of : row.of.name} ${row.count}`
	);

describe('the member list', () => {
	it('has those who are there before those who are not, each by name', () => {
		const members = ['mo', 'adele', 'rosa', 'ben'].map((id) => member(id));

		expect(shown(members, [], { rosa: 'idle', adele: 'online' })).toEqual([
			'online 2',
			'adele',
			'rosa',
			'offline 2',
			'ben',
			'mo'
		]);
	});

	it('sets roles apart, the highest first, and each person under their highest', () => {
		const roles = [role('helpers', 1, true), role('quiet', 2, false), role('keepers', 3, true)];
		const members = [
			member('mo', 'helpers', 'keepers'),
			member('rosa', 'helpers', 'quiet'),
			member('ben', 'quiet'),
			member('adele', 'keepers')
		];

		expect(shown(members, roles, { mo: 'online', rosa: 'dnd', ben: 'online' })).toEqual([
			'keepers 1',
			'mo',
			'helpers 1',
			'rosa',
			'online 1',
			'ben',
			'offline 1',
			'adele'
		]);
	});

	it('has no group without people', () => {
		expect(shown([member('mo')], [role('helpers', 1, true)], {})).toEqual(['offline 1', 'mo']);
		expect(shown([], [], {})).toEqual([]);
	});
});
