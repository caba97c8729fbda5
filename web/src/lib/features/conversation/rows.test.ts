// SPDX-License-Identifier: AGPL-3.0-only
import type { Message } from '$lib/api/types';
import type { PendingLine } from '$lib/stores/outbox.svelte';
import { describe, expect, it } from 'vitest';
import { rowsOf, type Row } from './rows';

let next = 0;

function message(author: string, at: Date, changes: Partial<Message> = {}): Message {
	return {
		id: String(++next).padStart(26, '0'),
		channel_id: 'channel',
		guild_id: 'guild',
		author: { id: author, username: author, bot: false, created_at: '2026-01-01T00:00:00.000Z' },
		content: 'text',
		type: 'default',
		created_at: at.toISOString(),
		...changes
	};
}

const at = (hour: number, minute: number, second = 0, day = 24) =>
	new Date(2026, 10, day, hour, minute, second);
const pending = (nonce: string): PendingLine => ({
	seq: 1,
	nonce,
	channel_id: 'channel',
	content: 'x',
	failure: null
});
const heads = (rows: Row[]) => rows.map((row) => (row.kind === 'start' ? 'start' : row.head));
const rows = (messages: Message[], lines: PendingLine[] = [], now = at(12, 0).getTime()) =>
	rowsOf(messages, lines, false, 'me', now, '~');

describe('groups', () => {
	it('one author within seven minutes stands under one name', () => {
		const list = [message('a', at(9, 0)), message('a', at(9, 6, 59)), message('a', at(9, 13, 58))];

		expect(heads(rows(list))).toEqual([true, false, false]);
	});

	it('seven minutes of silence, another author or a system line begin a new one', () => {
		const list = [
			message('a', at(9, 0)),
			message('a', at(9, 7)),
			message('b', at(9, 8)),
			message('b', at(9, 8), { type: 'system_join' }),
			message('b', at(9, 8))
		];

		expect(heads(rows(list))).toEqual([true, true, true, true, true]);
	});

	it('midnight begins a new one', () => {
		const list = [message('a', at(23, 58)), message('a', at(0, 1, 0, 25))];

		expect(heads(rows(list))).toEqual([true, true]);
	});
});

describe('days', () => {
	it('each is named once, at its first message', () => {
		const list = [
			message('a', at(9, 0, 0, 23)),
			message('b', at(10, 0, 0, 23)),
			message('a', at(0, 0, 0, 24))
		];

		const days = rows(list).map((row) => (row.kind === 'message' ? row.day : null));

		expect(days[0]).toMatch(/23 November|November 23/);
		expect(days[1]).toBeNull();
		expect(days[2]).toMatch(/24 November|November 24/);
	});
});

describe('where the new begins', () => {
	const list = [
		message('b', at(9, 0)),
		message('me', at(9, 1)),
		message('b', at(9, 2)),
		message('b', at(9, 3))
	];
	const marked = (border: string | undefined, start = false) =>
		rowsOf(list, [], start, 'me', 0, border ?? '')
			.filter((row) => row.kind === 'message')
			.map(({ fresh, head }) => (fresh ? `new${head ? ', with a name' : ''}` : ''));

	it('is the first message of somebody else after what was read, under a name of its own', () => {
		expect(marked(list[2]?.id)).toEqual(['', '', '', 'new, with a name']);
		expect(marked(list[0]?.id)).toEqual(['', '', 'new, with a name', '']);
	});

	it('is nowhere when everything is read', () => {
		expect(marked(list[3]?.id)).toEqual(['', '', '', '']);
	});

	it('is not known while it lies before what is loaded', () => {
		expect(marked('')).toEqual(['', '', '', '']);
	});

	it('is the first message of a channel in which nothing was read', () => {
		expect(marked('', true)).toEqual(['new, with a name', '', '', '']);
	});
});

describe('pending lines', () => {
	it('are last, also when the reader’s clock is a day behind', () => {
		const list = [message('me', at(9, 0)), message('b', at(9, 1))];

		const kinds = rows(list, [pending('n1'), pending('n2')], at(9, 0, 0, 23).getTime()).map(
			({ kind }) => kind
		);

		expect(kinds).toEqual(['message', 'message', 'pending', 'pending']);
	});

	it('join an own recent group and each other', () => {
		const list = [message('me', at(9, 0))];

		expect(heads(rows(list, [pending('n1'), pending('n2')], at(9, 1).getTime()))).toEqual([
			true,
			false,
			false
		]);
		expect(heads(rows(list, [pending('n1'), pending('n2')], at(10, 0).getTime()))).toEqual([
			true,
			true,
			false
		]);
	});

	it('keep their key when the server has them, so that nothing on the screen is made anew', () => {
		const [before] = rows([], [pending('n1')]);
		const [after] = rows([message('me', at(9, 0), { nonce: 'n1' })]);

		expect(after?.key).toBe(before?.key);
	});
});

it('two people with the same nonce have different keys', () => {
	const list = [message('a', at(9, 0), { nonce: 'same' }), message('b', at(9, 0), { nonce: 'same' })];

	expect(new Set(rows(list).map(({ key }) => key)).size).toBe(2);
});

it('the start of the channel stands above everything', () => {
	expect(rowsOf([message('a', at(9, 0))], [], true, 'me', 0, '').map(({ kind }) => kind)).toEqual([
		'start',
		'message'
	]);
});
