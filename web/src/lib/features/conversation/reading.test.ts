// SPDX-License-Identifier: AGPL-3.0-only
import { createApi } from '$lib/api/client';
import type { Message, ReadyGuild, User } from '$lib/api/types';
import { idAt } from '$lib/stores/ulid';
import { World } from '$lib/stores/world.svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { Reading } from './reading.svelte';

const joined = '2026-11-24T18:00:00.000Z';
/** The id of a message that came so many minutes after joining. */
const id = (minute: number) => idAt(Date.parse(joined) + minute * 60_000);
const user = (name: string): User => ({ id: name, username: name, bot: false, created_at: joined });
const message = (minute: number, author = 'rosa'): Message => ({
	id: id(minute),
	channel_id: 'garden',
	guild_id: 'guild',
	author: user(author),
	content: 'hello',
	type: 'default',
	created_at: new Date(Date.parse(joined) + minute * 60_000).toISOString()
});
const guild = (lastMessageId?: string): ReadyGuild => ({
	id: 'guild',
	name: 'Home',
	owner_id: 'mo',
	member_count: 1,
	created_at: joined,
	roles: [],
	channels: [
		{
			id: 'garden',
			guild_id: 'guild',
			type: 'text',
			name: 'garden',
			position: 0,
			slowmode_seconds: 0,
			created_at: joined,
			permissions: ['view_channel'],
			...(lastMessageId ? { last_message_id: lastMessageId } : {})
		}
	],
	permissions: ['view_channel'],
	me: { guild_id: 'guild', user: user('mo'), role_ids: [], joined_at: joined },
	members: []
});

let world: World;

/** A channel with messages up to `newest`, of which the person has read as far as `read`. */
function visit(newest: number | null, read: number | null): Reading {
	const api = createApi({
		token: () => null,
		onUnauthenticated: () => undefined,
		fetch: () => Promise.reject(new TypeError('offline')),
		baseUrl: 'http://test.example'
	});
	world = new World(api);
	world.apply({
		t: 'READY',
		d: {
			session_id: 's',
			user: { ...user('mo'), admin: false, status: 'online' },
			settings: {},
			guilds: [guild(newest === null ? undefined : id(newest))],
			direct_channels: [],
			relationships: [],
			read_states: read === null ? [] : [{ channel_id: 'garden', last_read_id: id(read) }],
			presences: [],
			voice_states: []
		}
	});
	const channel = world.channels.get('garden');
	if (!channel) throw new Error('The channel is missing');
	world.messages
		.of('garden')
		.takeLatest(
			newest === null ? [] : Array.from({ length: newest }, (_, index) => message(newest - index)),
			true
		);
	return new Reading(world, channel);
}

const comes = (minute: number) => world.apply({ t: 'MESSAGE_CREATE', d: message(minute) });
const isUnread = () => world.unread.hasChannel('garden');
const lastRead = () => world.readStates.lastReadId('garden');

afterEach(() => world.stop());

describe('a visit', () => {
	it('begins where reading ended, and seeing the end does not move that', () => {
		const reading = visit(5, 3);
		expect(reading.unanswered).toBe(true);
		reading.see(id(5));

		expect(reading.border).toBe(id(3));
		expect(isUnread()).toBe(false);
		expect(lastRead()).toBe(id(5));
	});

	it('of a channel that was never read begins at the joining', () => {
		expect(visit(5, null).border).toBe(idAt(Date.parse(joined)));
		expect(isUnread()).toBe(true);
	});

	it('of a read channel has nothing to say', () => {
		const reading = visit(5, 5);

		expect(reading.unanswered).toBe(false);
		expect(isUnread()).toBe(false);
	});

	it('what comes while nobody looks is new when somebody does', () => {
		const reading = visit(5, 5);
		reading.see(id(5));
		comes(6);
		reading.lookAway();
		comes(7);
		reading.lookAway();
		reading.see(id(7));

		expect(reading.border).toBe(id(5));
		expect(reading.unanswered).toBe(true);
		expect(isUnread()).toBe(false);
	});

	it('what comes while somebody looks is not', () => {
		const reading = visit(5, 5);
		comes(6);
		reading.see(id(6));
		reading.lookAway();

		expect(reading.border).toBe(id(5));
		expect(reading.unanswered).toBe(false);
	});

	it('reading on another device clears the mark and keeps the border', () => {
		const reading = visit(5, 3);
		world.apply({ t: 'READ_STATE_UPDATE', d: { channel_id: 'garden', last_read_id: id(5) } });
		reading.lookAway();

		expect(isUnread()).toBe(false);
		expect(reading.border).toBe(id(3));
	});

	it('marked as read, also what was never shown is', () => {
		const reading = visit(5, 3);
		comes(9);
		reading.markRead();

		expect(isUnread()).toBe(false);
		expect(lastRead()).toBe(id(9));
		expect(reading.unanswered).toBe(false);
	});

	it('marked as unread, it stays so however long one looks, until it is marked as read', () => {
		const reading = visit(5, 5);
		reading.markUnread(message(4));
		reading.see(id(5));
		expect(isUnread()).toBe(true);
		expect(reading.border).toBe(id(3));
		expect(lastRead()).toBe(id(3));

		reading.markRead();
		expect(isUnread()).toBe(false);
	});

	it('cannot be unread from its first message on, since nothing stands before it', () => {
		const reading = visit(5, 5);

		expect(reading.mayMarkUnread(message(1))).toBe(false);
		expect(reading.mayMarkUnread(message(2))).toBe(true);
		reading.markUnread(message(1));
		expect(isUnread()).toBe(false);
	});

	it('deleting the newest leaves nothing unread behind', () => {
		visit(5, 4);
		const channel = world.channels.get('garden');
		if (!channel) throw new Error('The channel is missing');
		const { permissions: _, ...bare } = channel;
		world.apply({ t: 'MESSAGE_DELETE', d: { channel_id: 'garden', message_id: id(5) } });
		world.apply({ t: 'CHANNEL_UPDATE', d: { ...bare, last_message_id: id(4) } });

		expect(isUnread()).toBe(false);
	});
});
