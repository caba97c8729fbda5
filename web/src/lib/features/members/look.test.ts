// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { member, role } from './guild.testing';
import { nameColor } from './look';

const roles = [
	role('high', 3, { hoist: true }),
	role('coloured', 2, { color: '#aa0000' }),
	role('low', 1, { hoist: true, color: '#00aa00' }),
	role('guild', 0, { hoist: true })
];

describe('members', () => {
	it('take the colour of the highest role that has one', () => {
		const red = nameColor(roles, member('a', ['high', 'coloured', 'low']));
		expect(red).toMatch(/^light-dark\(/);
		expect(nameColor(roles, member('b', ['low']))).not.toBe(red);
		expect(nameColor(roles, member('c', ['high']))).toBeUndefined();
		expect(nameColor(roles, undefined)).toBeUndefined();
	});
});
