// SPDX-License-Identifier: AGPL-3.0-only
import type { User } from '$lib/api/types';
import { describe, expect, it } from 'vitest';
import { outranks, rankOf } from './rank';

const member = (id: string, ...role_ids: string[]) => ({ user: { id } as User, role_ids });

describe('rank', () => {
	const ranks = {
		guild: { owner_id: 'mo' },
		roles: [
			{ id: 'high', position: 2 },
			{ id: 'low', position: 1 },
			{ id: 'everyone', position: 0 }
		]
	};

	it('is the highest role, nothing without one, and everything for the owner', () => {
		expect(rankOf(ranks, member('a', 'low', 'high'))).toBe(2);
		expect(rankOf(ranks, member('a'))).toBe(0);
		expect(rankOf(ranks, member('a', 'forgotten'))).toBe(0);
		expect(rankOf(ranks, member('mo'))).toBe(Infinity);
	});

	it('must be strictly higher', () => {
		expect(outranks(ranks, member('a', 'high'), member('b', 'low'))).toBe(true);
		expect(outranks(ranks, member('a', 'high'), member('b', 'high'))).toBe(false);
		expect(outranks(ranks, member('a', 'high'), member('mo'))).toBe(false);
		expect(outranks(ranks, member('mo'), member('a', 'high'))).toBe(true);
	});
});
