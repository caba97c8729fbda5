// SPDX-License-Identifier: AGPL-3.0-only
import type { Api } from '$lib/api/client';
import { unwrap } from '$lib/api/client';
import type { Channel, ChannelWithPermissions } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';

type ChannelEvent = EventOf<
	| 'READY'
	| 'GUILD_CREATE'
	| 'GUILD_DELETE'
	| 'GUILD_ACCESS_UPDATE'
	| 'CHANNEL_CREATE'
	| 'CHANNEL_UPDATE'
	| 'CHANNEL_DELETE'
	| 'MESSAGE_CREATE'
>;

export interface NewChannel {
	name: string;
	type: 'text' | 'category';
	topic?: string;
	category_id?: string;
	nonce: string;
}

/** The channels this account may see, with what it may do in each. */
export class Channels {
	readonly #byId = new SvelteMap<string, ChannelWithPermissions>();
	readonly #api: Api;
	/** What one may do in the guild as a whole. */
	readonly #guildPermissions: (guildId: string) => readonly string[];

	constructor(api: Api, guildPermissions: (guildId: string) => readonly string[]) {
		this.#api = api;
		this.#guildPermissions = guildPermissions;
	}

	get(channelId: string): ChannelWithPermissions | undefined {
		return this.#byId.get(channelId);
	}

	get all(): Iterable<ChannelWithPermissions> {
		return this.#byId.values();
	}

	/** Categories too. By position; equal ones by age. */
	ofGuild(guildId: string): ChannelWithPermissions[] {
		return [...this.#byId.values()]
			.filter((channel) => channel.guild_id === guildId)
			.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
	}

	apply(event: ChannelEvent): void {
		switch (event.t) {
			case 'READY':
				this.#byId.clear();
				for (const guild of event.d.guilds) this.#replace(guild.id, guild.channels);
				return;
			case 'GUILD_CREATE':
				this.#replace(event.d.id, event.d.channels);
				return;
			case 'GUILD_DELETE':
				this.#replace(event.d.guild_id, []);
				return;
			case 'CHANNEL_DELETE':
				this.#byId.delete(event.d.channel_id);
				return;
			case 'GUILD_ACCESS_UPDATE':
				this.#replace(event.d.guild_id, event.d.channels);
				return;
			case 'CHANNEL_CREATE':
			case 'CHANNEL_UPDATE':
				this.#take(event.d);
				return;
			case 'MESSAGE_CREATE':
				this.#advance(event.d.channel_id, event.d.id);
				return;
		}
		event satisfies never;
	}

	async create(guildId: string, body: NewChannel): Promise<Channel> {
		const channel = await unwrap(
			this.#api.POST('/api/v1/guilds/{guild}/channels', { params: { path: { guild: guildId } }, body })
		);
		this.#take(channel);
		return channel;
	}

	#replace(guildId: string, channels: readonly ChannelWithPermissions[]): void {
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives in this method
		const kept = new Set(channels.map((channel) => channel.id));
		for (const channel of [...this.#byId.values()]) {
			if (channel.guild_id === guildId && !kept.has(channel.id)) this.#byId.delete(channel.id);
		}
		for (const channel of channels) this.#byId.set(channel.id, channel);
	}

	/** The event carries no permissions: GUILD_ACCESS_UPDATE follows with them. Until then the guild's own are the best guess. */
	#take(channel: Channel): void {
		const permissions = this.#byId.get(channel.id)?.permissions ?? [
			...this.#guildPermissions(channel.guild_id)
		];
		this.#byId.set(channel.id, { ...channel, permissions });
	}

	#advance(channelId: string, messageId: string): void {
		const channel = this.#byId.get(channelId);
		if (channel && (channel.last_message_id ?? '') < messageId) {
			this.#byId.set(channelId, { ...channel, last_message_id: messageId });
		}
	}
}
