// SPDX-License-Identifier: AGPL-3.0-only
import type {
	Channel,
	ChannelWithPermissions,
	GuildMember,
	Message,
	ReadyGuild,
	Role,
	User
} from '$lib/api/types';
import type { EventOf, GatewayEvent } from '$lib/gateway/events';
import { describe, expect, it } from 'vitest';
import { createApi } from '$lib/api/client';
import { snapshot } from './snapshot.testing';
import { World } from './world.svelte';

const time = '2026-11-24T18:00:00.000Z';
const user = (id: string, changes: Partial<User> = {}): User => ({
	id,
	username: id,
	bot: false,
	created_at: time,
	...changes
});
const member = (id: string, guild_id = 'guild'): GuildMember => ({
	guild_id,
	user: user(id),
	role_ids: [],
	joined_at: time
});
const channel = (id: string, position: number): Channel => ({
	id,
	guild_id: 'guild',
	type: 'text',
	name: id,
	position,
	slowmode_seconds: 0,
	created_at: time
});
const open = (id: string, position: number): ChannelWithPermissions => ({
	...channel(id, position),
	permissions: ['view_channel', 'read_history', 'send_messages']
});
const role = (id: string, position: number, changes: Partial<Role> = {}): Role => ({
	id,
	guild_id: 'guild',
	name: id,
	hoist: false,
	position,
	permissions_allow: [],
	permissions_deny: [],
	...changes
});

const message = (id: string, channel_id: string): Message => ({
	id,
	channel_id,
	guild_id: 'guild',
	author: user('rosa'),
	content: 'hello',
	type: 'default',
	created_at: time
});
const guild = (changes: Partial<ReadyGuild> = {}): ReadyGuild => ({
	id: 'guild',
	name: 'Home',
	owner_id: 'mo',
	member_count: 2,
	created_at: time,
	roles: [],
	channels: [open('general', 0)],
	permissions: ['view_channel', 'create_invites'],
	me: member('mo'),
	members: [member('mo'), member('rosa')],
	...changes
});
const ready = (guilds: ReadyGuild[] = [guild()]): EventOf<'READY'> => ({
	t: 'READY',
	d: {
		session_id: 's',
		user: { ...user('mo'), admin: false, status: 'online' },
		settings: {},
		guilds,
		direct_channels: [],
		relationships: [],
		read_states: [],
		presences: [],
		voice_states: []
	}
});

/** Answers nothing: these tests are about events only. */
function world(): World {
	const api = createApi({
		token: () => null,
		onUnauthenticated: () => undefined,
		fetch: () => Promise.reject(new TypeError('offline')),
		baseUrl: 'http://test.example'
	});
	return new World(api);
}

const story: GatewayEvent[] = [
	{ t: 'GUILD_MEMBER_ADD', d: member('jonas') },
	{ t: 'CHANNEL_CREATE', d: channel('garden', 1) },
	{
		t: 'GUILD_ACCESS_UPDATE',
		d: { guild_id: 'guild', permissions: ['view_channel'], channels: [open('general', 0), open('garden', 1)] }
	},
	{ t: 'CHANNEL_UPDATE', d: { ...channel('garden', 1), topic: 'Beds and hedges' } },
	{ t: 'MESSAGE_CREATE', d: message('m1', 'garden') },
	{ t: 'MESSAGE_CREATE', d: message('m2', 'garden') },
	{ t: 'USER_UPDATE', d: user('rosa', { display_name: 'Rosa L.' }) },
	{ t: 'ACCOUNT_UPDATE', d: { ...user('mo', { display_name: 'Mo' }), admin: false, status: 'online' } },
	{
		t: 'GUILD_UPDATE',
		d: { id: 'guild', name: 'Our home', owner_id: 'mo', member_count: 3, created_at: time }
	},
	{
		t: 'GUILD_CREATE',
		d: guild({
			id: 'other',
			channels: [],
			me: member('mo', 'other'),
			members: [member('mo', 'other')],
			member_count: 1
		})
	},
	{ t: 'GUILD_ROLE_CREATE', d: role('elder', 1) },
	{ t: 'GUILD_ROLE_CREATE', d: role('guest', 2) },
	{ t: 'GUILD_ROLE_UPDATE', d: role('elder', 2, { color: '#aa3300', hoist: true }) },
	{ t: 'GUILD_ROLE_UPDATE', d: role('guest', 1) },
	{
		t: 'GUILD_MEMBER_UPDATE',
		d: {
			...member('rosa'),
			user: user('rosa', { display_name: 'Rosa L.' }),
			nickname: 'Rosalie',
			role_ids: ['elder', 'guest']
		}
	},
	{
		t: 'GUILD_MEMBER_UPDATE',
		d: { ...member('mo'), user: user('mo', { display_name: 'Mo' }), role_ids: ['guest'] }
	},
	{ t: 'GUILD_ROLE_DELETE', d: { guild_id: 'guild', role_id: 'guest' } },
	{ t: 'GUILD_MEMBER_REMOVE', d: { guild_id: 'guild', user_id: 'jonas' } },
	{ t: 'CHANNEL_CREATE', d: channel('cellar', 2) },
	{ t: 'CHANNEL_DELETE', d: { guild_id: 'guild', channel_id: 'cellar' } },
	{ t: 'MESSAGE_DELETE_BULK', d: { channel_id: 'garden', message_ids: ['m1', 'm2'] } },
	{ t: 'GUILD_DELETE', d: { guild_id: 'other', reason: 'removed' } },
	{ t: 'RESUMED', d: { replayed: 0, presences: [] } }
];

describe('events', () => {
	it('each applied twice in a row changes nothing the second time', () => {
		const it = world();
		it.apply(ready());

		for (const event of story) {
			it.apply(event);
			const once = snapshot(it);
			it.apply(event);
			expect(snapshot(it), event.t).toEqual(once);
		}
	});

	it('that READY contained already change nothing', () => {
		const before = world();
		before.apply(ready());
		const d = guild();

		before.apply({ t: 'GUILD_CREATE', d });
		before.apply({ t: 'GUILD_MEMBER_ADD', d: member('rosa') });
		before.apply({ t: 'CHANNEL_CREATE', d: channel('general', 0) });

		const after = world();
		after.apply(ready());
		expect(snapshot(before)).toEqual(snapshot(after));
	});

	it('of a name this client has never heard change nothing', () => {
		const it = world();
		it.apply(ready());
		const before = snapshot(it);

		it.apply({ t: 'GUILD_PARTY', d: {} } as unknown as GatewayEvent);

		expect(snapshot(it)).toEqual(before);
	});

	it('tell the whole story', () => {
		const it = world();
		it.apply(ready());
		for (const event of story) it.apply(event);

		expect(it.guilds.get('guild')?.guild.name).toBe('Our home');
		expect(it.guilds.get('guild')?.guild.member_count).toBe(2);
		expect(it.guilds.get('guild')?.me.user.display_name).toBe('Mo');
		expect(it.guilds.get('other')).toBeUndefined();
		expect(it.members.of('other')).toBeUndefined();
		expect(it.farewells.list).toMatchObject([{ kind: 'guild_removed', name: 'Home' }]);
		expect(it.channels.ofGuild('guild').map(({ id }) => id)).toEqual(['general', 'garden']);
		expect(it.channels.get('garden')).toMatchObject({ topic: 'Beds and hedges', last_message_id: 'm2' });
		expect(it.members.of('guild')?.byId.get('rosa')?.user.display_name).toBe('Rosa L.');
		expect(it.members.get('guild', 'jonas')).toBeUndefined();
		expect(it.members.get('guild', 'rosa')).toMatchObject({ nickname: 'Rosalie', role_ids: ['elder'] });
		expect(it.guilds.get('guild')?.me.role_ids).toEqual([]);
		expect(it.guilds.get('guild')?.roles).toEqual([role('elder', 2, { color: '#aa3300', hoist: true })]);
		expect(it.nameIn('guild', user('rosa'))).toBe('Rosalie');
		expect(it.nameIn('guild', user('mo'))).toBe('Mo');
		expect(it.members.of('guild')?.byId.get('mo')?.user).not.toHaveProperty('admin');
		expect(it.users.self?.display_name).toBe('Mo');
	});
});

/** What a test's server was asked, and a world that asks it. */
function asked(answer: (url: URL) => Response | Promise<Response>) {
	const urls: string[] = [];
	const api = createApi({
		token: () => null,
		onUnauthenticated: () => undefined,
		fetch: (request) => {
			urls.push(new URL(request.url).pathname);
			return Promise.resolve(answer(new URL(request.url)));
		},
		baseUrl: 'http://test.example'
	});
	return { world: new World(api), urls };
}

const access = (channels: ChannelWithPermissions[]): GatewayEvent => ({
	t: 'GUILD_ACCESS_UPDATE',
	d: { guild_id: 'guild', permissions: [], channels }
});

describe('histories', () => {
	const page = (messages: Message[]) => Response.json({ data: messages });
	const loaded = (it: World, channelId: string) =>
		expect.poll(() => it.messages.of(channelId).current).toBe(true);

	it('of a channel that vanished are gone, and are loaded afresh when it comes back', async () => {
		let stored = [message('m1', 'garden')];
		const { world: it, urls } = asked(() => page(stored));
		const both = [open('general', 0), open('garden', 1)];
		it.apply(ready([guild({ channels: both })]));
		it.messages.open('garden');
		await loaded(it, 'garden');

		it.apply(access([open('general', 0)]));
		expect(it.messages.of('garden').items).toEqual([]);

		stored = [message('m3', 'garden'), message('m1', 'garden')];
		it.apply(access(both));
		it.messages.open('garden');
		await loaded(it, 'garden');
		expect(it.messages.of('garden').items.map(({ id }) => id)).toEqual(['m1', 'm3']);
		expect(urls).toHaveLength(2);
	});

	it('are dropped when the right to read them comes or goes, and stay with any other change', async () => {
		const { world: it } = asked(() => page([message('m1', 'general')]));
		it.apply(ready());
		it.messages.open('general');
		await loaded(it, 'general');
		it.apply(access([{ ...open('general', 0), permissions: ['view_channel', 'read_history'] }]));
		expect(it.messages.of('general').items).toHaveLength(1);
		it.apply(access([{ ...open('general', 0), permissions: ['view_channel'] }]));
		expect(it.messages.of('general').items).toEqual([]);
	});

	it('that may not be read are empty, and what comes from now on is shown', async () => {
		const refusal = { error: { code: 'missing_permission', message: 'No', request_id: 'r' } };
		const { world: it } = asked(() => Response.json(refusal, { status: 403 }));
		it.apply(ready());
		it.messages.open('general');
		await loaded(it, 'general');
		it.apply({ t: 'MESSAGE_CREATE', d: message('m1', 'general') });
		expect(it.messages.of('general').items).toHaveLength(1);
		expect(it.messages.of('general').hasOlder).toBe(false);
	});

	it('lose all that were deleted at once, also those on a page that was on its way', async () => {
		let deliver: ((response: Response) => void) | undefined;
		const { world: it } = asked(() => new Promise((resolve) => (deliver = resolve)));
		it.apply(ready());
		it.messages.open('general');
		await expect.poll(() => deliver).toBeDefined();
		it.apply({ t: 'MESSAGE_DELETE_BULK', d: { channel_id: 'general', message_ids: ['m1', 'm3'] } });
		deliver?.(page(['m3', 'm2', 'm1'].map((id) => message(id, 'general'))));
		await loaded(it, 'general');
		expect(it.messages.of('general').items.map(({ id }) => id)).toEqual(['m2']);
	});

	it('of the open channel are not asked for when READY no longer has it', async () => {
		const { world: it, urls } = asked(() => page([]));
		it.apply(ready([guild({ channels: [open('general', 0), open('garden', 1)] })]));
		it.messages.open('garden');
		await loaded(it, 'garden');
		it.apply(ready());
		await Promise.resolve();
		expect(urls).toHaveLength(1);
	});
});

describe('access', () => {
	it('a channel that is no longer in the list is gone, and the others have the new permissions', () => {
		const it = world();
		it.apply(ready([guild({ channels: [open('general', 0), open('secret', 1)] })]));

		it.apply({
			t: 'GUILD_ACCESS_UPDATE',
			d: {
				guild_id: 'guild',
				permissions: [],
				channels: [{ ...open('general', 0), permissions: ['view_channel'] }]
			}
		});

		expect(it.channels.get('secret')).toBeUndefined();
		expect(it.channels.get('general')?.permissions).toEqual(['view_channel']);
		expect(it.guilds.get('guild')?.permissions).toEqual([]);
	});

	it('READY replaces everything: what it lacks is gone', () => {
		const it = world();
		it.apply(ready([guild(), guild({ id: 'other', channels: [], me: member('mo', 'other') })]));

		it.apply(ready());

		expect(it.guilds.ordered.map((own) => own.guild.id)).toEqual(['guild']);
	});

	it('a large guild comes without members, and chunks fill it', () => {
		const it = world();
		const { members: _, ...large } = guild({ member_count: 300 });
		it.apply(ready([large]));
		expect(it.members.of('guild')?.complete).toBe(false);

		it.apply({
			t: 'GUILD_MEMBERS_CHUNK',
			d: { guild_id: 'guild', members: [member('rosa')], presences: [] }
		});

		expect(it.members.of('guild')?.byId.get('rosa')).toBeDefined();
		expect(it.guilds.get('guild')?.guild.member_count).toBe(300);
	});
});
