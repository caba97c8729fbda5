// SPDX-License-Identifier: AGPL-3.0-only
import type { Message } from '$lib/api/types';
import { describe, expect, it } from 'vitest';
import { ChannelMessages } from './channelMessages.svelte';

const author = { id: 'author', username: 'author', bot: false, created_at: '2026-01-01T00:00:00.000Z' };

function message(id: string, changes: Partial<Message> = {}): Message {
	return {
		id,
		channel_id: 'channel',
		guild_id: 'guild',
		author,
		content: `text of ${id}`,
		type: 'default',
		created_at: '2026-01-01T00:00:00.000Z',
		...changes
	};
}

const create = (d: Message) => ({ t: 'MESSAGE_CREATE', d }) as const;
const update = (d: Message) => ({ t: 'MESSAGE_UPDATE', d }) as const;
const remove = (message_id: string) =>
	({ t: 'MESSAGE_DELETE', d: { channel_id: 'channel', message_id } }) as const;
const ids = (channel: ChannelMessages) => channel.items.map(({ id }) => id).join('');

function loaded(...page: string[]): ChannelMessages {
	const channel = new ChannelMessages();
	channel.takeLatest(page.map((id) => message(id)).reverse(), false);
	return channel;
}

describe('events', () => {
	it('end in the order of ids, whatever the order of arrival', () => {
		const channel = loaded('b', 'd');

		for (const id of ['f', 'e', 'c']) channel.apply(create(message(id)));

		expect(ids(channel)).toBe('bcdef');
	});

	it('applied twice change nothing the second time', () => {
		const events = [
			create(message('c')),
			update(message('b', { content: 'new', edited_at: '2026-01-02T00:00:00.000Z' })),
			remove('a'),
			create(message('d'))
		];
		const once = loaded('a', 'b');
		const twice = loaded('a', 'b');

		for (const event of events) once.apply(event);
		for (const event of [...events, ...events]) twice.apply(event);

		expect(twice.items).toEqual(once.items);
		expect(ids(once)).toBe('bcd');
	});

	it('a late copy of an older edit does not undo a newer one', () => {
		const channel = loaded('a');

		channel.apply(update(message('a', { content: 'second', edited_at: '2026-01-02T00:00:02.000Z' })));
		channel.apply(update(message('a', { content: 'first', edited_at: '2026-01-02T00:00:01.000Z' })));
		channel.apply(create(message('a', { content: 'original' })));

		expect(channel.items[0]?.content).toBe('second');
	});

	it('a deleted message does not come back with an event or a page', () => {
		const channel = loaded('a', 'b');

		channel.apply(remove('b'));
		channel.apply(update(message('b')));
		channel.takeLatest([message('b'), message('a')], false);

		expect(ids(channel)).toBe('a');
	});

	it('about what is not loaded yet do not make a hole in the run', () => {
		const channel = loaded('m', 'n');

		channel.apply(update(message('c')));

		expect(ids(channel)).toBe('mn');
	});
});

describe('pages', () => {
	it('keep what events brought while they were on their way', () => {
		const channel = new ChannelMessages();

		channel.apply(create(message('d')));
		channel.takeLatest([message('c'), message('b')], false);

		expect(ids(channel)).toBe('bcd');
		expect(channel.current).toBe(true);
	});

	it('of the past come before the rest, and end at the first message', () => {
		const channel = loaded('c', 'd');

		channel.takeOlder([message('b'), message('a')], true);

		expect(ids(channel)).toBe('abcd');
		expect(channel.hasOlder).toBe(false);
	});

	it('after missed events: what the new page lacks is gone', () => {
		const channel = loaded('a', 'b', 'c');

		channel.markStale();
		channel.takeLatest([message('d'), message('c'), message('a')], false);

		expect(ids(channel)).toBe('acd');
	});

	it('an empty channel is complete and current', () => {
		const channel = new ChannelMessages();

		channel.takeLatest([], true);

		expect(channel.items).toEqual([]);
		expect(channel.current).toBe(true);
		expect(channel.hasOlder).toBe(false);
	});
});

it('knows the nonces of what it shows', () => {
	const channel = loaded('a');

	channel.apply(create(message('b', { nonce: 'n-1' })));
	expect(channel.hasNonce('n-1')).toBe(true);
	channel.apply(remove('b'));

	expect(channel.hasNonce('n-1')).toBe(false);
});

it('lets a long history go when nobody looks, and can read it again', () => {
	const channel = loaded(...Array.from({ length: 150 }, (_, index) => String(index).padStart(4, '0')));

	channel.trim();

	expect(channel.items).toHaveLength(100);
	expect(channel.items.at(-1)?.id).toBe('0149');
	expect(channel.hasOlder).toBe(true);
});
