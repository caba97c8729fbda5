// SPDX-License-Identifier: AGPL-3.0-only
import { SvelteSet } from 'svelte/reactivity';

const PREFIX = 'amityvox.folds.';

/** Categories that the account folded on this device. */
export class Folds {
	readonly #key: string;
	readonly #ids: SvelteSet<string>;

	constructor(accountId: string) {
		this.#key = PREFIX + accountId;
		this.#ids = new SvelteSet(read(this.#key));
	}

	has(categoryId: string): boolean {
		return this.#ids.has(categoryId);
	}

	toggle(categoryId: string): void {
		if (!this.#ids.delete(categoryId)) this.#ids.add(categoryId);
		try {
			localStorage.setItem(this.#key, JSON.stringify([...this.#ids]));
		} catch {
			// Then it lasts until the page is left.
		}
	}

	forget(): void {
		try {
			localStorage.removeItem(this.#key);
		} catch {
			// Nothing was kept.
		}
	}
}

function read(key: string): string[] {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
		return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
	} catch {
		return [];
	}
}
