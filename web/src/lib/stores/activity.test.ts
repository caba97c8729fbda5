// SPDX-License-Identifier: AGPL-3.0-only
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DevicePresence } from '$lib/gateway/connection';
import { Activity } from './activity';

const MINUTE = 60_000;

describe('activity', () => {
	let told: DevicePresence[];
	let activity: Activity;

	beforeEach(() => {
		vi.useFakeTimers();
		told = [];
		activity = new Activity((presence) => told.push(presence));
		activity.start();
	});

	afterEach(() => {
		activity.stop();
		vi.useRealTimers();
	});

	const touch = () => dispatchEvent(new Event('pointermove'));

	it('is idle after ten minutes without a touch', () => {
		vi.advanceTimersByTime(10 * MINUTE - 1);
		expect(told).toEqual([]);

		vi.advanceTimersByTime(1);
		expect(told).toEqual(['idle']);
	});

	it('each touch begins the ten minutes anew', () => {
		vi.advanceTimersByTime(9 * MINUTE);
		touch();
		vi.advanceTimersByTime(9 * MINUTE);
		touch();
		vi.advanceTimersByTime(10 * MINUTE - 1);
		expect(told).toEqual([]);

		vi.advanceTimersByTime(1);
		expect(told).toEqual(['idle']);
	});

	it('says once that somebody is back', () => {
		vi.advanceTimersByTime(10 * MINUTE);
		touch();
		touch();

		expect(told).toEqual(['idle', 'online']);
	});

	it('goes on watching after somebody came back', () => {
		vi.advanceTimersByTime(10 * MINUTE);
		touch();
		vi.advanceTimersByTime(10 * MINUTE);

		expect(told).toEqual(['idle', 'online', 'idle']);
	});

	it('says nothing once it is stopped', () => {
		activity.stop();
		touch();
		vi.advanceTimersByTime(30 * MINUTE);

		expect(told).toEqual([]);
	});
});
