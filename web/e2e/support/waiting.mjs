// SPDX-License-Identifier: AGPL-3.0-only
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks again until `check` no longer throws. The last complaint is what a test that runs out of time says. */
export async function eventually(check, timeoutMs = 10_000) {
	const end = Date.now() + timeoutMs;
	for (;;) {
		try {
			return await check();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
		await pause(POLL_MS);
	}
}

export async function withinTime(timeoutMs, what, promise) {
	const timer = new AbortController();
	const late = pause(timeoutMs, undefined, { signal: timer.signal }).then(() => {
		throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
	});
	late.catch(() => undefined);
	try {
		return await Promise.race([promise, late]);
	} finally {
		timer.abort();
	}
}
