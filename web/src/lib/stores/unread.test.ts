// SPDX-License-Identifier: AGPL-3.0-only
import { createApi } from '$lib/api/client';
import type { ChannelWithPermissions, ReadyGuild, User } from '$lib/api/types';
import { describe, expect, it } from 'vitest';
import { idAt } from './ulid';
import { World } from './world.svelte';

const joined = '2026-11-24T18:00:00.000Z';
const start = Date.parse(joined);
const user: User = { id: 'mo', username: 'mo', bot: false, created_at: joined };

/** The same numbers in every run. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * sides);
	};
}

const channel = (guild: string, name: string, type = 'text'): ChannelWithPermissions => ({
	id: `${guild}/${name}`,
	guild_id: guild,
	type,
	name,
	position: 0,
	slowmode_seconds: 0,
	created_at: joined,
	permissions: ['view_channel']
});
const guild = (id: string, channels: ChannelWithPermissions[]): ReadyGuild => ({
	id,
	name: id,
	owner_id: 'mo',
	member_count: 1,
	created_at: joined,
	roles: [],
	channels,
	permissions: ['view_channel'],
	me: { guild_id: id, user, role_ids: [], joined_at: joined },
	members: []
});

function world(...guilds: ReadyGuild[]): World {
	const made = new World(
		createApi({
			token: () => null,
			onUnauthenticated: () => undefined,
			fetch: () => Promise.reject(new TypeError('offline')),
			baseUrl: 'http://test.example'
		})
	);
	made.apply({
		t: 'READY',
		d: {
			session_id: 's',
			user: { ...user, admin: false, status: 'online' },
			settings: {},
			guilds,
			direct_channels: [],
			relationships: [],
			read_states: [],
			presences: [],
			voice_states: []
		}
	});
	return made;
}

const says = (place: ChannelWithPermissions, minute: number) =>
	({
		t: 'MESSAGE_CREATE',
		d: {
			id: idAt(start + minute * 60_000),
			channel_id: place.id,
			guild_id: place.guild_id,
			author: { ...user, id: 'rosa', username: 'rosa' },
			content: 'hello',
			type: 'default',
			created_at: joined
		}
	}) as const;

describe('unread', () => {
	it('is what came after joining, and not what was there before', () => {
		const garden = channel('home', 'garden');
		const it = world(guild('home', [garden]));

		it.apply(says(garden, -1));
		expect(it.unread.hasChannel(garden.id)).toBe(false);

		it.apply(says(garden, 1));
		expect(it.unread.hasChannel(garden.id)).toBe(true);
	});

	it('a channel that is no longer shown takes its mark along', () => {
		const garden = channel('home', 'garden');
		const it = world(guild('home', [garden]));
		it.apply(says(garden, 1));
		it.apply({ t: 'GUILD_ACCESS_UPDATE', d: { guild_id: 'home', permissions: [], channels: [] } });

		expect(it.unread.hasGuild('home')).toBe(false);
		expect(it.unread.any).toBe(false);
	});

	it('marking a guild as read marks its channels and no other', () => {
		const garden = channel('home', 'garden');
		const pitch = channel('club', 'pitch');
		const it = world(guild('home', [garden]), guild('club', [pitch]));
		it.apply(says(garden, 1));
		it.apply(says(pitch, 2));
		it.unread.markRead(it.channels.ofGuild('home'));

		expect(it.unread.hasGuild('home')).toBe(false);
		expect(it.unread.hasGuild('club')).toBe(true);
		it.stop();
	});

	it('a guild has a mark exactly when one of its channels has, whatever happens', () => {
		const places = ['home', 'club', 'choir'].flatMap((name) =>
			['general', 'garden', 'attic'].map((each) =>
				channel(name, each, each === 'attic' ? 'category' : 'text')
			)
		);
		const ofGuild = (name: string) => places.filter(({ guild_id }) => guild_id === name);
		const guilds = ['home', 'club', 'choir'];
		for (let seed = 1; seed <= 20; seed++) {
			const roll = dice(seed);
			const it = world(...guilds.map((name) => guild(name, ofGuild(name))));
			for (let step = 0; step < 60; step++) {
				const place = places[roll(places.length)] ?? channel('home', 'general');
				const minute = roll(20) - 2;
				switch (roll(4)) {
					case 0:
					case 1:
						if (place.type === 'text') it.apply(says(place, minute));
						break;
					case 2:
						it.apply({
							t: 'READ_STATE_UPDATE',
							d: { channel_id: place.id, last_read_id: idAt(start + minute * 60_000) }
						});
						break;
					case 3:
						it.apply({
							t: 'GUILD_ACCESS_UPDATE',
							d: {
								guild_id: place.guild_id,
								permissions: [],
								channels: ofGuild(place.guild_id)
									.filter(() => roll(3) > 0)
									.map((each) => it.channels.get(each.id) ?? each)
							}
						});
						break;
				}
				for (const name of guilds) {
					const marked = it.channels.ofGuild(name).some(({ id }) => it.unread.hasChannel(id));
					expect(it.unread.hasGuild(name), `seed ${seed}, step ${step}, ${name}`).toBe(marked);
				}
			}
		}
	});
});
