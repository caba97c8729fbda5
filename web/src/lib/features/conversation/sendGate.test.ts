// SPDX-License-Identifier: AGPL-3.0-only
import { timeLeft } from '$lib/text/durations';
import { describe, expect, it } from 'vitest';
import { sendGate } from './sendGate';

const now = Date.parse('2026-11-24T18:00:00.000Z');
const place = {
	permissions: ['view_channel', 'send_messages'],
	slowmodeSeconds: 0,
	timeoutUntil: undefined,
	lastSent: now - 2_000
};

describe('the gate before sending', () => {
	it('is open without slow mode and time-out', () => {
		expect(sendGate(place, now)).toBeNull();
	});

	it('stays shut until slow mode lets the next one through', () => {
		const slow = { ...place, slowmodeSeconds: 5 };
		expect(sendGate(slow, now)).toEqual({ reason: 'slowmode', until: now + 3_000 });
		expect(sendGate(slow, now + 3_000)).toBeNull();
		expect(sendGate({ ...slow, lastSent: null }, now)).toBeNull();
	});

	it.each(['manage_messages', 'administrator'])('knows no slow mode for %s', (permission) => {
		const slow = { ...place, slowmodeSeconds: 60, permissions: [...place.permissions, permission] };
		expect(sendGate(slow, now)).toBeNull();
	});

	it('is shut by a time-out, before slow mode', () => {
		const timeoutUntil = '2026-11-24T18:10:00.000Z';
		const out = { ...place, slowmodeSeconds: 5, timeoutUntil, permissions: ['view_channel'] };
		expect(sendGate(out, now)).toEqual({ reason: 'timed_out', until: Date.parse(timeoutUntil) });
	});

	it('does not hold whom the server lets write, whatever the clock here says', () => {
		expect(sendGate({ ...place, timeoutUntil: '2026-11-24T18:10:00.000Z' }, now)).toBeNull();
	});
});

describe('what is left', () => {
	it.each([
		[0, '1 s'],
		[900, '1 s'],
		[59_000, '59 s'],
		[60_000, '1 min'],
		[124_001, '2 min 5 s'],
		[3_600_000, '1 h'],
		[90_061_000, '1 d 1 h']
	])('%i ms is %s', (ms, words) => {
		expect(timeLeft(ms)).toBe(words);
	});
});
