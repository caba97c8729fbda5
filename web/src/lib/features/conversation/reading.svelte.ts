// SPDX-License-Identifier: AGPL-3.0-only
import type { ChannelWithPermissions, Message } from '$lib/api/types';
import type { World } from '$lib/stores/world.svelte';

/**
 * One visit of one channel: where the new begins, and what counts as read. Begins when the channel is opened and ends
 * when it is left.
 */
export class Reading {
	/** What comes after this id is marked as new, however far was read since. */
	#border = $state('');
	/** The person has seen where the new begins, or said that they need not. */
	#answered = $state(false);
	/** The person marked something as unread: seeing it again does not count during this visit. */
	#held = $state(false);
	/** The border is that of the news there is now, and stays until somebody has looked. */
	#waits: boolean;
	readonly #world: World;
	readonly #channelId: string;

	constructor(world: World, channel: ChannelWithPermissions) {
		this.#world = world;
		this.#channelId = channel.id;
		this.#border = world.unread.border(channel);
		this.#waits = world.unread.hasChannel(channel.id);
		this.#answered = !this.#waits;
	}

	get border(): string {
		return this.#border;
	}

	/** There is news that the person may not know of. */
	get unanswered(): boolean {
		return !this.#answered;
	}

	/** The newest message is on the screen and somebody looks. */
	see(newestId: string): void {
		if (this.#held) return;
		this.#waits = false;
		this.#world.readStates.read(this.#channelId, newestId);
	}

	/** Nobody looks: what comes from now on is new when they do again. */
	lookAway(): void {
		const channel = this.#world.channels.get(this.#channelId);
		if (!channel || this.#held || this.#waits || !this.#world.unread.hasChannel(channel.id)) return;
		this.#border = this.#world.unread.border(channel);
		this.#waits = true;
		this.#answered = false;
	}

	/** Where the new begins was seen. */
	answer(): void {
		this.#answered = true;
	}

	/** Everything, down to what was never shown. */
	markRead(): void {
		this.#held = this.#waits = false;
		this.#answered = true;
		const channel = this.#world.channels.get(this.#channelId);
		if (channel) this.#world.unread.markRead([channel]);
	}

	/** From this message on, until the channel is left. Needs the message before it. */
	markUnread(message: Message): void {
		const before = this.#before(message);
		if (!before) return;
		this.#held = true;
		this.#answered = true;
		this.#border = before.id;
		this.#world.readStates.markUnreadAfter(this.#channelId, before.id);
	}

	mayMarkUnread(message: Message): boolean {
		return this.#before(message) !== undefined;
	}

	#before(message: Message): Message | undefined {
		const items = this.#world.messages.of(this.#channelId).items;
		const index = items.findIndex(({ id }) => id === message.id);
		return index > 0 ? items[index - 1] : undefined;
	}
}
