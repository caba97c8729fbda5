// SPDX-License-Identifier: AGPL-3.0-only

/** Something that is read when a section opens, and again when it may have changed. Only the newest answer counts. */
export class Loading<T> {
	value = $state.raw<T | undefined>(undefined);
	failure = $state.raw<unknown>(null);
	#request = 0;

	/** Keeps what is shown until the answer is there. */
	async read(ask: () => Promise<T>): Promise<void> {
		const mine = ++this.#request;
		this.failure = null;
		try {
			const value = await ask();
			if (mine === this.#request) this.value = value;
		} catch (error) {
			if (mine !== this.#request) return;
			this.value = undefined;
			this.failure = error;
		}
	}

	/** For something else, whose predecessor must not be seen. */
	clear(): void {
		this.#request += 1;
		this.value = undefined;
		this.failure = null;
	}
}
