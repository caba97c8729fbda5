// SPDX-License-Identifier: AGPL-3.0-only
import { CHANNEL_PERMISSIONS, PERMISSIONS } from '$lib/api/permissions';
import { describe, expect, it } from 'vitest';
import { choosableWithout, permissionWords, samePermissions, stateOf, withState } from './permissions';

const set = { permissions_allow: ['view_channel'], permissions_deny: ['send_messages'] };

describe('permissions', () => {
	it('all have a name and one sentence that ends', () => {
		expect(Object.keys(permissionWords).sort()).toEqual([...PERMISSIONS].sort());
		for (const { name, text } of Object.values(permissionWords)) {
			expect(name).not.toBe('');
			expect(text).toMatch(/^\p{Lu}.+\.$/u);
		}
		expect(new Set(Object.values(permissionWords).map(({ text }) => text)).size).toBe(PERMISSIONS.length);
	});

	it('of a channel are some of all', () => {
		expect(PERMISSIONS).toEqual(expect.arrayContaining([...CHANNEL_PERMISSIONS]));
	});

	it('have one of three states', () => {
		expect(stateOf(set, 'view_channel')).toBe('allow');
		expect(stateOf(set, 'send_messages')).toBe('deny');
		expect(stateOf(set, 'manage_guild')).toBe('neutral');
	});

	it('change one at a time', () => {
		expect(withState(set, 'send_messages', 'allow')).toEqual({
			permissions_allow: ['view_channel', 'send_messages'],
			permissions_deny: []
		});
		expect(withState(set, 'view_channel', 'neutral')).toEqual({
			permissions_allow: [],
			permissions_deny: ['send_messages']
		});
	});

	it('that one lacks can be taken but not granted, and what was so may stay', () => {
		expect(choosableWithout('allow')).toEqual(['allow', 'neutral', 'deny']);
		expect(choosableWithout('neutral')).toEqual(['neutral', 'deny']);
		expect(choosableWithout('deny')).toEqual(['deny']);
	});

	it('are compared as sets', () => {
		const a = { permissions_allow: ['a', 'b'], permissions_deny: [] };
		expect(samePermissions(a, { permissions_allow: ['b', 'a'], permissions_deny: [] })).toBe(true);
		expect(samePermissions(a, { permissions_allow: ['a'], permissions_deny: ['b'] })).toBe(false);
	});
});
