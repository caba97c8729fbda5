// SPDX-License-Identifier: AGPL-3.0-only
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';

/** How long one sign of writing lasts. Counted here from its arrival, since the reader's clock may be wrong. */
const LIFETIME_MS = 8_000;
/** Between two signs of one's own. */
const INTERVAL_MS = 5_000;
/** Of how many people in how many channels it is known when they spoke last; only the last seconds matter. */
const REMEMBERED = 500;

type Timer = ReturnType<typeof setTimeout>;

/** Who is writing in which channel, and telling others that one does. */
export class Typing {
	/** By channel; people in the order in which they began. */
	readonly #byChannel = new SvelteMap<string, readonly string[]>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #timers = new Map<string, Timer>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #told = new Map<string, number>();
	/** When each last said something, by the server's clock. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #spoke = new Map<string, string>();
	readonly #send: (channelId: string) => Promise<void>;

	constructor(send: (channelId: string) => Promise<void>) {
		this.#send = send;
	}

	/** The ids of those who write, whoever began first first. */
	in(channelId: string): readonly string[] {
		return this.#byChannel.get(channelId) ?? [];
	}

	apply(event: EventOf<'READY' | 'TYPING_START' | 'MESSAGE_CREATE'>): void {
		switch (event.t) {
			case 'READY':
				this.stop();
				return;
			case 'TYPING_START':
				this.#begin(event.d);
				return;
			case 'MESSAGE_CREATE':
				this.#spoken(event.d.channel_id, event.d.author.id, event.d.created_at);
				return;
		}
		event satisfies never;
	}

	/** A key was struck in the composer. */
	write(channelId: string): void {
		const now = performance.now();
		if (now - (this.#told.get(channelId) ?? -Infinity) < INTERVAL_MS) return;
		this.#told.set(channelId, now);
		// A sign that is lost is followed by the next.
		this.#send(channelId).catch(() => undefined);
	}

	/** The line is sent: the next one is told of at once. */
	sent(channelId: string): void {
		this.#told.delete(channelId);
	}

	stop(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
		this.#byChannel.clear();
	}

	#begin({ channel_id: channelId, user_id: userId, started_at }: EventOf<'TYPING_START'>['d']): void {
		const key = `${channelId}:${userId}`;
		// Signs and messages come by different ways, and a sign may arrive after the message it announced.
		if (started_at <= (this.#spoke.get(key) ?? '')) return;
		clearTimeout(this.#timers.get(key));
		this.#timers.set(
			key,
			setTimeout(() => this.#end(channelId, userId), LIFETIME_MS)
		);
		const writing = this.in(channelId);
		if (!writing.includes(userId)) this.#byChannel.set(channelId, [...writing, userId]);
	}

	#spoken(channelId: string, userId: string, at: string): void {
		if (this.#spoke.size >= REMEMBERED) this.#spoke.clear();
		this.#spoke.set(`${channelId}:${userId}`, at);
		this.#end(channelId, userId);
	}

	#end(channelId: string, userId: string): void {
		const key = `${channelId}:${userId}`;
		clearTimeout(this.#timers.get(key));
		this.#timers.delete(key);
		const left = this.in(channelId).filter((each) => each !== userId);
		if (left.length > 0) this.#byChannel.set(channelId, left);
		else this.#byChannel.delete(channelId);
	}
}
