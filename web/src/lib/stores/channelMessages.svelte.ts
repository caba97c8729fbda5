// SPDX-License-Identifier: AGPL-3.0-only
import type { Message } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';

export type MessageEvent = EventOf<
	'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'
>;

/** How many messages stay in memory for a channel that nobody looks at. */
const KEPT_WHEN_LEFT = 100;

/**
 * What this client knows of one channel's messages: one unbroken run that ends with the newest. No fetching, no DOM.
 *
 * The order is that of the ids, which is the server's; the reader's clock has no say.
 */
export class ChannelMessages {
	/** Oldest first. */
	#items = $state.raw<readonly Message[]>([]);
	/** There may be messages before the first of `items`. */
	hasOlder = $state(true);
	/** `items` reaches the present. False until the first page came, and again when events were missed. */
	current = $state(false);
	/** Whether a page came at all: until then `items` may begin anywhere, and grows to both sides at once. */
	hasLoaded = $state(false);
	status = $state<'idle' | 'loading' | 'failed'>('idle');
	olderStatus = $state<'idle' | 'loading' | 'failed'>('idle');
	/** Deleted while a page with them may have been on its way. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #gone = new Set<string>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- changes with `items`, which is what views read
	readonly #nonces = new Set<string>();

	get items(): readonly Message[] {
		return this.#items;
	}

	has(messageId: string): boolean {
		return this.#items[this.#indexOf(messageId)]?.id === messageId;
	}

	/** Whether the message sent under this nonce is among `items`. Reads `items`, so that views follow. */
	hasNonce(nonce: string): boolean {
		return this.#items.length > 0 && this.#nonces.has(nonce);
	}

	/** Applies one gateway event. Applying it again changes nothing. */
	apply(event: MessageEvent): void {
		switch (event.t) {
			case 'MESSAGE_CREATE':
			case 'MESSAGE_UPDATE':
				this.#take(event.d);
				return;
			case 'MESSAGE_DELETE':
				this.#remove([event.d.message_id]);
				return;
			case 'MESSAGE_DELETE_BULK':
				this.#remove(event.d.message_ids);
				return;
		}
		event satisfies never;
	}

	/** The channel's newest messages, from a page that was `complete` when it held everything there is. */
	takeLatest(page: readonly Message[], complete: boolean): void {
		const oldest = page.reduce<string | null>(
			(least, { id }) => (least === null || id < least ? id : least),
			null
		);
		// What came by events while the page was on its way stays; what the page should hold and does not is gone.
		const newer = this.#items.filter(({ id }) => oldest === null || id > newestOf(page));
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives in this method
		const known = new Map(this.#items.map((message) => [message.id, message]));
		const items = [...page, ...newer]
			.filter(({ id }) => !this.#gone.has(id))
			.map((message) => fresher(known.get(message.id), message));
		this.#set(sorted(items));
		this.hasOlder = !complete;
		this.current = true;
		this.hasLoaded = true;
		this.status = 'idle';
	}

	takeOlder(page: readonly Message[], complete: boolean): void {
		const first = this.#items[0]?.id;
		const older = page.filter(({ id }) => !this.#gone.has(id) && (first === undefined || id < first));
		this.#set([...sorted(older), ...this.#items]);
		this.hasOlder = !complete;
		this.olderStatus = 'idle';
	}

	/** Events were missed: what is here may be shown, but must be read again. */
	markStale(): void {
		this.current = false;
		this.#gone.clear();
	}

	/** Nobody looks at the channel now: a long history is let go, the newest stay for the next visit. */
	trim(): void {
		if (this.#items.length <= KEPT_WHEN_LEFT) return;
		this.#set(this.#items.slice(-KEPT_WHEN_LEFT));
		this.hasOlder = true;
	}

	#take(message: Message): void {
		if (this.#gone.has(message.id)) return;
		const index = this.#indexOf(message.id);
		const known = this.#items[index];
		if (known?.id === message.id) {
			this.#set(this.#items.with(index, fresher(known, message)));
			return;
		}
		// Before the first known one lies what is not loaded; loading it will bring this message along.
		if (index === 0 && this.hasOlder && this.#items.length > 0) return;
		this.#set([...this.#items.slice(0, index), message, ...this.#items.slice(index)]);
	}

	#remove(messageIds: readonly string[]): void {
		for (const id of messageIds) this.#gone.add(id);
		if (messageIds.some((id) => this.has(id))) {
			this.#set(this.#items.filter(({ id }) => !this.#gone.has(id)));
		}
	}

	#set(items: readonly Message[]): void {
		this.#nonces.clear();
		for (const { nonce } of items) if (nonce) this.#nonces.add(nonce);
		this.#items = items;
	}

	/** Where the id is, or where it would be put. New ones are mostly last, so the search starts there. */
	#indexOf(messageId: string): number {
		const items = this.#items;
		const last = items.at(-1);
		if (!last || last.id < messageId) return items.length;
		let low = 0;
		let high = items.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((items[middle]?.id ?? '') < messageId) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** An answer to a request and an event about the same message may cross: the later edit counts. */
function fresher(known: Message | undefined, message: Message): Message {
	return known && (known.edited_at ?? '') > (message.edited_at ?? '') ? known : message;
}

function newestOf(page: readonly Message[]): string {
	return page.reduce((most, { id }) => (id > most ? id : most), '');
}

function sorted(messages: readonly Message[]): Message[] {
	return messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
