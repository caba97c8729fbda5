// SPDX-License-Identifier: AGPL-3.0-only
import type { DevicePresence } from '$lib/gateway/connection';

const IDLE_AFTER_MS = 10 * 60 * 1000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Notices that nobody has touched this page for a while, and that somebody does again. */
export class Activity {
	#presence: DevicePresence = 'online';
	#last = performance.now();
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #changed: (presence: DevicePresence) => void;

	constructor(changed: (presence: DevicePresence) => void) {
		this.#changed = changed;
	}

	get presence(): DevicePresence {
		return this.#presence;
	}

	start(): void {
		for (const sign of SIGNS) addEventListener(sign, this.#noticed, { capture: true, passive: true });
		this.#noticed();
	}

	stop(): void {
		for (const sign of SIGNS) removeEventListener(sign, this.#noticed, { capture: true });
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	readonly #noticed = () => {
		this.#last = performance.now();
		// Moving the pointer is hundreds of signs: one timer looks at the time of the last.
		this.#timer ??= setTimeout(this.#look, IDLE_AFTER_MS);
		this.#become('online');
	};

	readonly #look = () => {
		const left = IDLE_AFTER_MS - (performance.now() - this.#last);
		if (left > 0) {
			this.#timer = setTimeout(this.#look, left);
			return;
		}
		this.#timer = undefined;
		this.#become('idle');
	};

	#become(presence: DevicePresence): void {
		if (presence === this.#presence) return;
		this.#presence = presence;
		this.#changed(presence);
	}
}
