// SPDX-License-Identifier: AGPL-3.0-only
import type { SelfUser, User } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';

/** The newest this client knows of each person. */
export class Users {
	readonly #byId = new SvelteMap<string, User>();
	#self = $state.raw<SelfUser | null>(null);

	get self(): SelfUser | null {
		return this.#self;
	}

	/** What is known, or else `seen`: an old message may carry an author who is nobody's fellow member any more. */
	current(seen: User): User {
		return this.#byId.get(seen.id) ?? seen;
	}

	apply(event: EventOf<'READY' | 'ACCOUNT_UPDATE' | 'USER_UPDATE'>): void {
		switch (event.t) {
			case 'READY':
				this.#byId.clear();
				this.#become(event.d.user);
				return;
			case 'ACCOUNT_UPDATE':
				this.#become(event.d);
				return;
			case 'USER_UPDATE':
				this.#byId.set(event.d.id, event.d);
				return;
		}
		event satisfies never;
	}

	#become(self: SelfUser): void {
		this.#self = self;
		this.#byId.set(self.id, asSeen(self));
	}
}

/** What others see of the account. */
export function asSeen({ admin: _admin, status: _status, ...user }: SelfUser): User {
	return user;
}
