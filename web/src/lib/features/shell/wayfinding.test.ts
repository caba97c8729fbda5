// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { neighbour, nextWhere } from './wayfinding';

const list = ['a', 'b', 'c', 'd'];

describe('the way to the next channel', () => {
	it('goes one by one, and around the ends', () => {
		expect(neighbour(list, 'b', 1)).toBe('c');
		expect(neighbour(list, 'b', -1)).toBe('a');
		expect(neighbour(list, 'd', 1)).toBe('a');
		expect(neighbour(list, 'a', -1)).toBe('d');
	});

	it('from nowhere begins at an end', () => {
		expect(neighbour(list, null, 1)).toBe('a');
		expect(neighbour(list, 'gone', -1)).toBe('d');
	});

	it('stays where there is no other', () => {
		expect(neighbour(['a'], 'a', 1)).toBeNull();
		expect(neighbour([], null, -1)).toBeNull();
	});

	it('passes over what is read, also around the end', () => {
		const isUnread = (item: string) => item === 'a' || item === 'd';

		expect(nextWhere(list, 'b', 1, isUnread)).toBe('d');
		expect(nextWhere(list, 'd', 1, isUnread)).toBe('a');
		expect(nextWhere(list, 'b', -1, isUnread)).toBe('a');
		expect(nextWhere(list, 'a', 1, (item) => item === 'a')).toBeNull();
	});
});
