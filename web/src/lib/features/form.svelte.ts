// SPDX-License-Identifier: AGPL-3.0-only
import { newNonce } from '$lib/stores/nonce';
import { fieldSentence, sentence } from './problem';

/** What every form does: one submission at a time, the server's refusal at the field it is about or else above all. */
export class Form {
	busy = $state(false);
	#failure = $state.raw<unknown>(null);
	/** One opened form makes one thing, however often the button must be pressed. */
	nonce = newNonce();
	readonly #codes: Readonly<Record<string, readonly string[]>>;

	/** @param codes the fields on the screen, each with the error codes that are about it */
	constructor(codes: Readonly<Record<string, readonly string[]>> = {}) {
		this.#codes = codes;
	}

	/** For a field of the form. */
	error(field: string): string | null {
		return fieldSentence(this.#failure, field, this.#codes[field]);
	}

	/** What is about no field of the form. */
	get notice(): string | null {
		if (this.#failure === null || Object.keys(this.#codes).some((field) => this.error(field))) return null;
		return sentence(this.#failure);
	}

	/** The form is opened anew. */
	reset(): void {
		this.busy = false;
		this.#failure = null;
		this.nonce = newNonce();
	}

	/** True when it is done; false when it failed, or one is on its way already. */
	async run(work: () => Promise<void>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.#failure = null;
		try {
			await work();
			return true;
		} catch (error) {
			this.#failure = error;
			return false;
		} finally {
			this.busy = false;
		}
	}
}
