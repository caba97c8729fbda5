// SPDX-License-Identifier: AGPL-3.0-only
import type { AuditLogEntry } from '$lib/api/types';
import { describe, expect, it } from 'vitest';
import { AUDIT_ACTIONS, auditChanges, auditDeed } from './audit';

const names = {
	user: (id: string) => ({ rosa: 'Rosa' })[id],
	role: (id: string) => ({ elder: 'Elder' })[id],
	channel: (id: string) => ({ garden: 'garden' })[id]
};
const entry = (changes: Partial<AuditLogEntry>): AuditLogEntry => ({
	id: 'a',
	guild_id: 'guild',
	action: 'role_updated',
	target_type: 'role',
	target_id: 'elder',
	created_at: '2026-11-24T18:00:00.000Z',
	...changes
});
const changes = (of: Partial<AuditLogEntry>) => auditChanges(entry(of), names);

describe('the audit log', () => {
	it('says who was meant by the name of today, else of then, else the id', () => {
		const deed = (of: Partial<AuditLogEntry>) => auditDeed(entry(of), names);
		expect(deed({})).toBe('changed the role Elder');
		expect(deed({ target_id: 'gone', target_name: 'Old' })).toBe('changed the role Old');
		expect(deed({ target_id: 'gone' })).toBe('changed the role gone');
		expect(deed({ action: 'member_kicked', target_type: 'user', target_id: 'rosa' })).toBe('kicked Rosa');
		expect(
			deed({
				action: 'message_deleted',
				target_type: 'message',
				target_id: 'm1',
				after: { channel_id: 'garden', author_id: 'rosa' }
			})
		).toBe('deleted a message of Rosa');
		expect(deed({ action: 'guild_teleported' })).toBe('guild_teleported');
	});

	it('has words for each action', () => {
		for (const action of AUDIT_ACTIONS) expect(auditDeed(entry({ action }), names)).not.toBe(action);
	});

	it('tells a change as before and after', () => {
		expect(
			changes({
				before: { name: 'Old', permissions_allow: ['view_channel'], hoist: false, color: null },
				after: {
					name: 'Elder',
					permissions_allow: ['view_channel', 'kick_members'],
					hoist: true,
					color: '#aa0000'
				}
			})
		).toEqual([
			'Name: Old → Elder',
			'Allowed: View channels → View channels, Kick members',
			'Members apart: no → yes',
			'Colour: nothing → #aa0000'
		]);
	});

	it('tells what was made or taken away with its one side', () => {
		expect(changes({ action: 'member_role_added', after: { role_id: 'elder' } })).toEqual(['Role: Elder']);
		expect(
			changes({ action: 'role_deleted', before: { name: 'Old', hoist: false, permissions_deny: [] } })
		).toEqual(['Name: Old']);
	});

	it('calls a role that is gone by its name of then, and says nothing twice', () => {
		expect(changes({ action: 'member_role_added', after: { role_id: 'gone', role_name: 'Old' } })).toEqual([
			'Role: Old'
		]);
		expect(
			changes({ action: 'member_role_removed', before: { role_id: 'elder', role_name: 'Elder' } })
		).toEqual(['Role: Elder']);
		expect(changes({ action: 'invite_created', after: { inviter_id: 'rosa', max_uses: 3 } })).toEqual([
			'For how many: 3'
		]);
	});

	it('tells an order as people see it', () => {
		const place = (name: string, position: number, category_id?: string) => ({
			id: name,
			name,
			position,
			category_id
		});
		expect(
			changes({
				before: { roles: [place('low', 1), place('high', 2)] },
				after: { roles: [place('low', 2), place('high', 1)] }
			})
		).toEqual(['Order: high, low → low, high']);
		expect(
			changes({
				before: { channels: [place('b', 1), place('a', 0)] },
				after: { channels: [place('b', 0, 'garden'), place('a', 1)] }
			})
		).toEqual(['Order: a, b → b (in garden), a']);
	});

	it('names whom an override is for', () => {
		expect(
			changes({
				action: 'override_set',
				before: { target_type: 'user', target_id: 'rosa', permissions_allow: [], permissions_deny: [] },
				after: {
					target_type: 'user',
					target_id: 'rosa',
					permissions_allow: [],
					permissions_deny: ['send_messages']
				}
			})
		).toEqual(['For: Rosa', 'Denied: nothing → Send messages']);
	});

	it('writes times for people', () => {
		const [line] = changes({
			action: 'member_timed_out',
			after: { timeout_until: '2026-11-24T18:10:00.000Z' }
		});
		expect(line).toMatch(/^Until: \p{L}+.*2026/u);
	});
});
