// SPDX-License-Identifier: AGPL-3.0-only
import { SvelteMap } from 'svelte/reactivity';
import type { AccountStorage } from './storage';

const WRITE_DELAY_MS = 400;

/** What was typed and not sent, per channel, kept for the account on this device. */
export class Drafts {
	readonly #texts = new SvelteMap<string, string>();
	readonly #storage: AccountStorage;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- timers, which no view shows
	readonly #unwritten = new Map<string, ReturnType<typeof setTimeout>>();

	constructor(storage: AccountStorage) {
		this.#storage = storage;
	}

	async load(): Promise<void> {
		for (const [channelId, text] of await this.#storage.drafts()) {
			if (!this.#texts.has(channelId)) this.#texts.set(channelId, text);
		}
	}

	get(channelId: string): string {
		return this.#texts.get(channelId) ?? '';
	}

	set(channelId: string, text: string): void {
		if (text === '') this.#texts.delete(channelId);
		else this.#texts.set(channelId, text);
		clearTimeout(this.#unwritten.get(channelId));
		this.#unwritten.set(
			channelId,
			setTimeout(() => this.#write(channelId), WRITE_DELAY_MS)
		);
	}

	/** The page may be gone in a moment: everything is written now. */
	flush(): void {
		for (const [channelId, timer] of [...this.#unwritten]) {
			clearTimeout(timer);
			this.#write(channelId);
		}
	}

	#write(channelId: string): void {
		this.#unwritten.delete(channelId);
		// A full or closed disk costs the draft after a reload, not the text on the screen.
		this.#storage.putDraft(channelId, this.get(channelId)).catch(() => undefined);
	}
}
