// SPDX-License-Identifier: AGPL-3.0-only
import type { Presence } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';

/** What others see of a person. */
export type SeenStatus = 'online' | 'idle' | 'dnd' | 'offline';

/** Who is there. Whoever is not mentioned is not. */
export class Presences {
	readonly #byUser = new SvelteMap<string, SeenStatus>();

	/** Those who are there, for tests that compare states. */
	get known(): ReadonlyMap<string, SeenStatus> {
		return this.#byUser;
	}

	of(userId: string): SeenStatus {
		return this.#byUser.get(userId) ?? 'offline';
	}

	apply(event: EventOf<'READY' | 'RESUMED' | 'PRESENCE_UPDATE' | 'GUILD_MEMBERS_CHUNK'>): void {
		switch (event.t) {
			case 'READY':
			case 'RESUMED':
				// No log knows who is there: what comes replaces what was known.
				this.#byUser.clear();
				for (const presence of event.d.presences) this.#take(presence);
				return;
			case 'PRESENCE_UPDATE':
			case 'GUILD_MEMBERS_CHUNK':
				for (const presence of event.d.presences) this.#take(presence);
				return;
		}
		event satisfies never;
	}

	#take({ user_id, status }: Presence): void {
		if (status === 'online' || status === 'idle' || status === 'dnd') this.#byUser.set(user_id, status);
		else this.#byUser.delete(user_id);
	}
}
