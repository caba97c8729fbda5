// SPDX-License-Identifier: AGPL-3.0-only
import type { ChannelWithPermissions } from '$lib/api/types';
import type { Channels } from './channels.svelte';
import type { Guilds } from './guilds.svelte';
import type { ReadStates } from './readStates.svelte';
import { idAt } from './ulid';

/**
 * Which channels hold something new. A guild does when one of its channels does: it has no mark of its own, so the two
 * cannot contradict each other.
 */
export class Unread {
	readonly #guilds: Guilds;
	readonly #channels: Channels;
	readonly #readStates: ReadStates;

	constructor(guilds: Guilds, channels: Channels, readStates: ReadStates) {
		this.#guilds = guilds;
		this.#channels = channels;
		this.#readStates = readStates;
	}

	readonly #all = $derived.by<{ channels: ReadonlySet<string>; guilds: ReadonlySet<string> }>(() => {
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time
		const channels = new Set<string>();
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time
		const guilds = new Set<string>();
		for (const channel of this.#channels.all) {
			if (!this.#isUnread(channel)) continue;
			channels.add(channel.id);
			guilds.add(channel.guild_id);
		}
		return { channels, guilds };
	});

	get any(): boolean {
		return this.#all.channels.size > 0;
	}

	hasChannel(channelId: string): boolean {
		return this.#all.channels.has(channelId);
	}

	hasGuild(guildId: string): boolean {
		return this.#all.guilds.has(guildId);
	}

	/** Where reading goes on: what comes after this id is new. Nothing from before one came counts as new. */
	border(channel: ChannelWithPermissions): string {
		const joined = this.#guilds.get(channel.guild_id)?.me.joined_at;
		return this.#readStates.lastReadId(channel.id) ?? (joined ? idAt(Date.parse(joined)) : '');
	}

	/** Everything in the guild, or in one of its channels, that there is by now. */
	markRead(channels: Iterable<ChannelWithPermissions>): void {
		for (const { id, last_message_id } of channels) {
			if (last_message_id && this.hasChannel(id)) this.#readStates.read(id, last_message_id);
		}
	}

	#isUnread(channel: ChannelWithPermissions): boolean {
		return (
			channel.type === 'text' && !!channel.last_message_id && channel.last_message_id > this.border(channel)
		);
	}
}
