// SPDX-License-Identifier: AGPL-3.0-only

const STEPS_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const JITTER = 0.25;

/** How long to wait before try `attempt` (0 is the first), without end, with up to 25 % on top. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
	const step = STEPS_MS[Math.min(attempt, STEPS_MS.length - 1)] ?? 30_000;
	return Math.round(step * (1 + JITTER * random()));
}
