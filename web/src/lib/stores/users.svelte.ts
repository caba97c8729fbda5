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

	apply(event: EventOf<'READY' | 'USER_UPDATE'>): void {
		switch (event.t) {
			case 'READY':
				this.#byId.clear();
				this.become(event.d.user);
				return;
			case 'USER_UPDATE':
				if (isSelf(event.d)) this.become(event.d);
				else this.note(event.d);
				return;
		}
		event satisfies never;
	}

	/** The answer to a change of one's own account, or the event about it. */
	become(self: SelfUser): void {
		this.#self = self;
		this.#byId.set(self.id, self);
	}

	note(user: User): void {
		this.#byId.set(user.id, user);
	}
}

/** Only the account's own sessions are told whether it administers the instance. */
function isSelf(user: User | SelfUser): user is SelfUser {
	return 'admin' in user;
}
