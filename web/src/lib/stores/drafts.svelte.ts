// SPDX-License-Identifier: AGPL-3.0-only
import { SvelteMap } from 'svelte/reactivity';
import type { AccountStorage } from './storage';

/**
 * What was typed and not sent, per channel, kept for the account on this device.
 *
 * Every change is written at once, one write at a time: what a page starts to write while it is being left may not
 * arrive any more.
 */
export class Drafts {
	readonly #texts = new SvelteMap<string, string>();
	readonly #storage: AccountStorage;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #changed = new Set<string>();
	#writing = false;

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
		this.#changed.add(channelId);
		if (!this.#writing) void this.#write();
	}

	async #write(): Promise<void> {
		this.#writing = true;
		for (const channelId of this.#changed) {
			this.#changed.delete(channelId);
			// A full or closed disk costs the draft after a reload, not the text on the screen.
			await this.#storage.putDraft(channelId, this.get(channelId)).catch(() => undefined);
		}
		this.#writing = false;
	}
}
