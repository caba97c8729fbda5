// SPDX-License-Identifier: AGPL-3.0-only
import type { Presence } from '$lib/api/types';
import { describe, expect, it } from 'vitest';
import { Presences } from './presences.svelte';

const update = (...presences: Presence[]) => ({ t: 'PRESENCE_UPDATE', d: { presences } }) as const;

describe('presences', () => {
	it('whoever is not mentioned is offline', () => {
		expect(new Presences().of('rosa')).toBe('offline');
	});

	it('an update changes those it names, and nobody else', () => {
		const presences = new Presences();
		presences.apply(update({ user_id: 'rosa', status: 'online' }, { user_id: 'mo', status: 'dnd' }));
		presences.apply(update({ user_id: 'rosa', status: 'idle' }));
		expect([presences.of('rosa'), presences.of('mo')]).toEqual(['idle', 'dnd']);

		presences.apply(update({ user_id: 'mo', status: 'offline' }));
		expect([presences.of('rosa'), presences.of('mo')]).toEqual(['idle', 'offline']);
	});

	it('a page of members brings theirs', () => {
		const presences = new Presences();
		presences.apply({
			t: 'GUILD_MEMBERS_CHUNK',
			d: { guild_id: 'home', members: [], presences: [{ user_id: 'rosa', status: 'online' }] }
		});

		expect(presences.of('rosa')).toBe('online');
	});

	it('takes what comes after a Resume for everything there is', () => {
		const presences = new Presences();
		presences.apply(update({ user_id: 'rosa', status: 'online' }));
		presences.apply({
			t: 'RESUMED',
			d: { replayed: 0, presences: [{ user_id: 'ben', status: 'idle' }] }
		});

		expect(presences.of('rosa')).toBe('offline');
		expect(presences.of('ben')).toBe('idle');
	});
});
