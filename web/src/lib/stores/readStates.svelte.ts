// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError } from '$lib/api/errors';
import type { ReadState } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';

/** Tells the server. `leaving` is true when the page goes away and cannot wait for the answer. */
export type SendAck = (channelId: string, messageId: string, leaving: boolean) => Promise<ReadState>;

/** Between two requests about one channel. */
const INTERVAL_MS = 1_000;
const RETRY_MS = 5_000;

/** Said on this device, and not answered yet. */
interface Wanted {
	messageId: string;
	/** The person marked it as unread: an older place than before, and meant so. */
	back: boolean;
}

type Timer = ReturnType<typeof setTimeout>;

/**
 * Up to where each channel is read, on all of the person's devices. What this one reads counts here at once; the
 * server is told at most once a second, always of the newest place, and again until it has heard it.
 */
export class ReadStates {
	readonly #known = new SvelteMap<string, string>();
	readonly #wanted = new SvelteMap<string, Wanted>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #timers = new Map<string, Timer>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #sending = new Set<string>();
	readonly #send: SendAck;
	#stopped = false;

	constructor(send: SendAck) {
		this.#send = send;
	}

	/** What the server has said, for tests that compare states. */
	get known(): ReadonlyMap<string, string> {
		return this.#known;
	}

	/** Undefined for a channel in which nothing was ever read. */
	lastReadId(channelId: string): string | undefined {
		return this.#wanted.get(channelId)?.messageId ?? this.#known.get(channelId);
	}

	apply(event: EventOf<'READY' | 'READ_STATE_UPDATE'>): void {
		switch (event.t) {
			case 'READY':
				this.#known.clear();
				for (const state of event.d.read_states) this.#learn(state);
				return;
			case 'READ_STATE_UPDATE':
				this.#learn(event.d);
				return;
		}
		event satisfies never;
	}

	/** Everything up to this message was seen. Never goes back. */
	read(channelId: string, messageId: string): void {
		if (messageId <= (this.lastReadId(channelId) ?? '')) return;
		this.#want(channelId, { messageId, back: false });
	}

	/** The person wants to come back to what follows this message. */
	markUnreadAfter(channelId: string, messageId: string): void {
		if (messageId !== this.lastReadId(channelId)) this.#want(channelId, { messageId, back: true });
	}

	/** What waits for another try goes now. */
	wake(): void {
		for (const channelId of [...this.#wanted.keys()]) {
			if (!this.#sending.has(channelId)) void this.#tell(channelId);
		}
	}

	/** The page goes away: whatever is not told yet is told without waiting. */
	flush(): void {
		if (this.#stopped) return;
		for (const [channelId, { messageId }] of this.#wanted) {
			this.#send(channelId, messageId, true).catch(() => undefined);
		}
	}

	stop(): void {
		this.#stopped = true;
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}

	#learn({ channel_id, last_read_id }: ReadState): void {
		this.#known.set(channel_id, last_read_id);
		const wanted = this.#wanted.get(channel_id);
		// Another device has read further than this one meanwhile.
		if (wanted && !wanted.back && wanted.messageId <= last_read_id) this.#wanted.delete(channel_id);
	}

	#want(channelId: string, wanted: Wanted): void {
		this.#wanted.set(channelId, wanted);
		if (!this.#timers.has(channelId) && !this.#sending.has(channelId)) void this.#tell(channelId);
	}

	async #tell(channelId: string): Promise<void> {
		clearTimeout(this.#timers.get(channelId));
		this.#timers.delete(channelId);
		const wanted = this.#wanted.get(channelId);
		if (!wanted || this.#stopped) return;
		this.#sending.add(channelId);
		let pause = INTERVAL_MS;
		try {
			const state = await this.#send(channelId, wanted.messageId, false);
			this.#settle(channelId, wanted);
			this.#learn(state);
		} catch (error) {
			// A refusal stays one: the channel or the message is gone. Everything else may go well next time.
			if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
				this.#settle(channelId, wanted);
			} else {
				pause = (error instanceof ApiError ? error.retryAfterMs : null) ?? RETRY_MS;
			}
		} finally {
			this.#sending.delete(channelId);
		}
		if (this.#stopped) return;
		this.#timers.set(
			channelId,
			setTimeout(() => void this.#tell(channelId), pause)
		);
	}

	#settle(channelId: string, told: Wanted): void {
		if (this.#wanted.get(channelId) === told) this.#wanted.delete(channelId);
	}
}
