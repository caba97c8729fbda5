// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { member, ownGuild } from './guild.testing';
import { refusalOf, rolesBelow, verdictsOf } from './verdicts';

const everything = [
	'assign_roles',
	'manage_nicknames',
	'change_nickname',
	'timeout_members',
	'kick_members',
	'ban_members'
];
const vera = member('vera', ['moderator']);
const rosa = member('rosa', ['guest']);
const mo = member('mo');

describe('what one may do to a member', () => {
	it('is all of it below oneself', () => {
		expect(verdictsOf(ownGuild(vera, everything), rosa)).toEqual({
			roles: 'allowed',
			nickname: 'allowed',
			timeOut: 'allowed',
			kick: 'allowed',
			ban: 'allowed'
		});
	});

	it('is absent without the permission', () => {
		expect(verdictsOf(ownGuild(vera, ['kick_members']), rosa)).toEqual({
			roles: 'absent',
			nickname: 'absent',
			timeOut: 'absent',
			kick: 'allowed',
			ban: 'absent'
		});
	});

	it('is refused with a reason against the owner and those as high', () => {
		const { kick, nickname, roles } = verdictsOf(ownGuild(vera, everything), mo);
		expect([kick, nickname, roles]).toEqual(['owner', 'owner', 'owner']);
		expect(verdictsOf(ownGuild(vera, everything), member('nora', ['moderator'])).ban).toBe('rank');
		expect(verdictsOf(ownGuild(vera, everything), member('ada', ['captain'])).ban).toBe('rank');
	});

	it('spares administrators the time-out, also from the owner', () => {
		expect(verdictsOf(ownGuild(mo, everything), member('ada', ['captain'])).timeOut).toBe('administrator');
		expect(verdictsOf(ownGuild(mo, everything), member('ada', ['captain'])).kick).toBe('allowed');
	});

	it('to oneself is the nickname and one’s own lower roles', () => {
		expect(verdictsOf(ownGuild(vera, everything), vera)).toEqual({
			roles: 'allowed',
			nickname: 'allowed',
			timeOut: 'absent',
			kick: 'absent',
			ban: 'absent'
		});
		expect(verdictsOf(ownGuild(rosa, everything), rosa).roles).toBe('noRoleBelow');
		expect(verdictsOf(ownGuild(rosa, []), rosa).nickname).toBe('absent');
	});

	it('has words for each refusal', () => {
		expect(refusalOf('allowed')).toBeNull();
		expect(refusalOf('absent')).toBeNull();
		expect(refusalOf('owner')).toMatch(/\.$/);
	});

	it('roles below are those that can be given', () => {
		expect(rolesBelow(ownGuild(vera, everything)).map(({ id }) => id)).toEqual(['guest']);
		expect(rolesBelow(ownGuild(mo, everything)).map(({ id }) => id)).toEqual([
			'captain',
			'moderator',
			'guest'
		]);
	});
});
