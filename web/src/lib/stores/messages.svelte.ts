// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap, type Api } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';
import type { Message } from '$lib/api/types';
import { ChannelMessages, type MessageEvent } from './channelMessages.svelte';

const PAGE = 50;
/** After a gap: how far back a long open history is read again before its old end is let go. */
const REFRESH_PAGES = 4;
/** Channels whose newest messages stay in memory. */
const CHANNELS_KEPT = 30;

/** Messages of the channels that were looked at, newest visit last. */
export class Messages {
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- views read what is in it
	readonly #byChannel = new Map<string, ChannelMessages>();
	/** Pages of older messages that are on their way. */
	readonly #older = new WeakMap<ChannelMessages, Promise<void>>();
	readonly #api: Api;
	#openId: string | null = null;
	/** Rises when events were missed; a page asked for before that is too old. */
	#epoch = 0;

	constructor(api: Api) {
		this.#api = api;
	}

	of(channelId: string): ChannelMessages {
		let channel = this.#byChannel.get(channelId);
		if (!channel) {
			channel = new ChannelMessages();
			this.#byChannel.set(channelId, channel);
		}
		return channel;
	}

	apply(event: MessageEvent): void {
		const channelId = event.d.channel_id;
		// An event about a channel that was never opened must not look like its history.
		this.#byChannel.get(channelId)?.apply(event);
	}

	/** The person looks at this channel now: loads what is missing. */
	open(channelId: string): void {
		if (this.#openId && this.#openId !== channelId) this.#byChannel.get(this.#openId)?.trim();
		this.#openId = channelId;
		const channel = this.of(channelId);
		this.#byChannel.delete(channelId);
		this.#byChannel.set(channelId, channel);
		this.#evict();
		if (!channel.current) void this.load(channelId);
	}

	/** Reads the newest messages, and as much before them as was already shown. */
	async load(channelId: string): Promise<void> {
		const channel = this.of(channelId);
		if (channel.status === 'loading') return;
		channel.status = 'loading';
		let epoch: number;
		do {
			epoch = this.#epoch;
			try {
				const { page, complete } = await this.#latest(channelId, channel.items[0]?.id);
				if (epoch === this.#epoch) channel.takeLatest(page, complete);
			} catch (error) {
				if (epoch !== this.#epoch) continue;
				// Visible without its history: there is nothing but what comes from now on.
				if (error instanceof ApiError && error.code === 'missing_permission') channel.takeLatest([], true);
				else channel.status = 'failed';
			}
		} while (epoch !== this.#epoch);
	}

	/** Resolves when the page is there or has failed, also when it was asked for before. */
	loadOlder(channelId: string): Promise<void> {
		const channel = this.of(channelId);
		const first = channel.items[0];
		if (!channel.current || !channel.hasOlder || !first) return Promise.resolve();
		const underway = this.#older.get(channel);
		if (underway) return underway;
		const loading = this.#loadBefore(channelId, channel, first.id).finally(() => this.#older.delete(channel));
		this.#older.set(channel, loading);
		return loading;
	}

	async #loadBefore(channelId: string, channel: ChannelMessages, firstId: string): Promise<void> {
		channel.olderStatus = 'loading';
		try {
			const page = await this.#page(channelId, PAGE, firstId);
			channel.takeOlder(page, page.length < PAGE);
		} catch {
			channel.olderStatus = 'failed';
		}
	}

	async edit(message: Message, content: string): Promise<void> {
		const edited = await unwrap(
			this.#api.PATCH('/api/v1/channels/{channel}/messages/{message}', {
				params: { path: { channel: message.channel_id, message: message.id } },
				body: { content }
			})
		);
		this.apply({ t: 'MESSAGE_UPDATE', d: edited });
	}

	async delete(message: Message): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/channels/{channel}/messages/{message}', {
				params: { path: { channel: message.channel_id, message: message.id } }
			})
		);
		this.apply({ t: 'MESSAGE_DELETE', d: { channel_id: message.channel_id, message_id: message.id } });
	}

	/** The channel is no longer to be read, or must be read anew: nothing of it stays, and a look at it begins afresh. */
	drop(channelId: string): void {
		this.#byChannel.delete(channelId);
		if (this.#openId === channelId) this.#openId = null;
	}

	/**
	 * A READY in the place of a resume: events may have been missed in every channel.
	 *
	 * @param isVisible whether the account still sees the channel
	 */
	refresh(isVisible: (channelId: string) => boolean): void {
		this.#epoch += 1;
		for (const [channelId, channel] of [...this.#byChannel]) {
			if (channelId === this.#openId) continue;
			if (channel.current) this.#byChannel.delete(channelId);
		}
		if (this.#openId !== null && !isVisible(this.#openId)) this.drop(this.#openId);
		if (this.#openId === null) return;
		this.of(this.#openId).markStale();
		void this.load(this.#openId);
	}

	/** Newest first, back to `oldest` or as far as is worth it. */
	async #latest(
		channelId: string,
		oldest: string | undefined
	): Promise<{ page: Message[]; complete: boolean }> {
		const limit = oldest === undefined ? PAGE : 100;
		const page: Message[] = [];
		for (let round = 0; round < REFRESH_PAGES; round++) {
			const part = await this.#page(channelId, limit, page.at(-1)?.id);
			page.push(...part);
			if (part.length < limit) return { page, complete: true };
			if (oldest === undefined || (page.at(-1)?.id ?? '') <= oldest) break;
		}
		return { page, complete: false };
	}

	#page(channelId: string, limit: number, before: string | undefined): Promise<Message[]> {
		return unwrap(
			this.#api.GET('/api/v1/channels/{channel}/messages', {
				params: { path: { channel: channelId }, query: { limit, ...(before ? { before } : {}) } }
			})
		);
	}

	#evict(): void {
		for (const channelId of this.#byChannel.keys()) {
			if (this.#byChannel.size <= CHANNELS_KEPT) return;
			this.#byChannel.delete(channelId);
		}
	}
}
