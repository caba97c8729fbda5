// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { openSections } from './sections';

describe('sections of the settings', () => {
	it.each([
		[[], ['overview']],
		[['manage_roles'], ['overview', 'roles']],
		[['manage_channels'], ['overview', 'channels']],
		[['kick_members'], ['overview', 'members']],
		[['ban_members'], ['overview', 'members', 'bans']],
		[['manage_guild'], ['overview', 'invites']],
		[['view_audit_log'], ['overview', 'audit']]
	])('with %j are %j', (permissions, sections) => {
		expect(openSections({ permissions }, [])).toEqual(sections);
	});

	it('has channels for whoever may decide in one of them', () => {
		const channels = [{ permissions: ['view_channel'] }, { permissions: ['manage_permissions'] }];
		expect(openSections({ permissions: [] }, channels)).toEqual(['overview', 'channels']);
	});
});
