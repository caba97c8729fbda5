// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap, type Api } from '$lib/api/client';
import type { GuildMember, User } from '$lib/api/types';
import type { EventOf, GatewayEvent } from '$lib/gateway/events';
import { Administration } from './administration';
import { Channels } from './channels.svelte';
import { Farewells } from './farewells.svelte';
import { Guilds } from './guilds.svelte';
import { Members } from './members.svelte';
import { Messages } from './messages.svelte';
import { Moderation } from './moderation';
import { Presences } from './presences.svelte';
import { ReadStates } from './readStates.svelte';
import { Typing } from './typing.svelte';
import { Unread } from './unread.svelte';
import { asSeen, Users } from './users.svelte';

/** All that READY and the events after it tell. Nothing here opens a connection. */
export class World {
	readonly users = new Users();
	readonly guilds: Guilds;
	readonly channels: Channels;
	readonly members: Members;
	readonly messages: Messages;
	readonly farewells = new Farewells();
	readonly administration: Administration;
	readonly moderation: Moderation;
	readonly presences = new Presences();
	readonly readStates: ReadStates;
	readonly typing: Typing;
	readonly unread: Unread;

	constructor(api: Api) {
		this.guilds = new Guilds(api);
		this.channels = new Channels(api, (guildId) => this.guilds.get(guildId)?.permissions ?? []);
		this.members = new Members(api);
		this.messages = new Messages(api);
		this.administration = new Administration(api, (event) => this.apply(event));
		this.moderation = new Moderation(api, (event) => this.apply(event));
		this.readStates = new ReadStates((channelId, messageId, leaving) =>
			unwrap(
				api.POST('/api/v1/channels/{channel}/ack', {
					params: { path: { channel: channelId } },
					body: { message_id: messageId },
					keepalive: leaving
				})
			)
		);
		this.typing = new Typing((channelId) =>
			done(api.POST('/api/v1/channels/{channel}/typing', { params: { path: { channel: channelId } } }))
		);
		this.unread = new Unread(this.guilds, this.channels, this.readStates);
	}

	/** Applies one event to every store it concerns. Applying it again changes nothing. */
	apply(event: GatewayEvent): void {
		switch (event.t) {
			case 'READY':
				this.users.apply(event);
				this.guilds.apply(event);
				this.channels.apply(event);
				this.members.apply(event);
				this.presences.apply(event);
				this.readStates.apply(event);
				this.typing.apply(event);
				this.messages.refresh((channelId) => this.channels.get(channelId) !== undefined);
				return;
			case 'RESUMED':
				this.presences.apply(event);
				return;
			case 'GUILD_CREATE':
				this.guilds.apply(event);
				this.channels.apply(event);
				this.members.apply(event);
				return;
			case 'GUILD_UPDATE':
				this.guilds.apply(event);
				return;
			case 'GUILD_DELETE':
				this.#bidFarewell(event);
				this.guilds.apply(event);
				this.#forgettingHistories(event.d.guild_id, () => this.channels.apply(event));
				this.members.apply(event);
				return;
			case 'GUILD_ACCESS_UPDATE':
				this.guilds.apply(event);
				this.#forgettingHistories(event.d.guild_id, () => this.channels.apply(event));
				return;
			case 'GUILD_ROLE_CREATE':
			case 'GUILD_ROLE_UPDATE':
				this.guilds.apply(event);
				return;
			case 'GUILD_ROLE_DELETE':
				this.guilds.apply(event);
				this.members.apply(event);
				return;
			case 'GUILD_MEMBER_ADD':
				this.members.apply(event);
				this.#count(event.d.guild_id);
				return;
			case 'GUILD_MEMBER_UPDATE':
				this.guilds.apply(event);
				this.members.apply(event);
				return;
			case 'GUILD_MEMBER_REMOVE':
				this.members.apply(event);
				this.#count(event.d.guild_id);
				return;
			case 'GUILD_MEMBERS_CHUNK':
				this.members.apply(event);
				this.presences.apply(event);
				return;
			case 'CHANNEL_CREATE':
			case 'CHANNEL_UPDATE':
				this.channels.apply(event);
				return;
			case 'CHANNEL_DELETE':
				this.channels.apply(event);
				this.messages.drop(event.d.channel_id);
				return;
			case 'MESSAGE_CREATE':
				this.channels.apply(event);
				this.messages.apply(event);
				this.typing.apply(event);
				return;
			case 'TYPING_START':
				this.typing.apply(event);
				return;
			case 'PRESENCE_UPDATE':
				this.presences.apply(event);
				return;
			case 'READ_STATE_UPDATE':
				this.readStates.apply(event);
				return;
			case 'MESSAGE_UPDATE':
			case 'MESSAGE_DELETE':
			case 'MESSAGE_DELETE_BULK':
				this.messages.apply(event);
				return;
			case 'ACCOUNT_UPDATE':
				this.users.apply(event);
				this.#rename(asSeen(event.d));
				return;
			case 'USER_UPDATE':
				this.users.apply(event);
				this.#rename(event.d);
				return;
		}
		// A newer server may send events that this client has never heard of; they change nothing it shows.
		event satisfies never;
	}

	/**
	 * What a person is called in this guild: by nickname, else as everywhere.
	 *
	 * @param seen the member as a message carries it, for somebody who is on no page of a large guild yet
	 */
	nameIn(guildId: string, user: User, seen?: GuildMember): string {
		const { display_name, username } = this.users.current(user);
		const member = this.members.get(guildId, user.id) ?? seen;
		return member?.nickname || display_name || username;
	}

	#bidFarewell({ d }: EventOf<'GUILD_DELETE'>): void {
		const own = this.guilds.get(d.guild_id);
		if (own && d.reason === 'deleted') this.farewells.tell({ kind: 'guild_deleted', name: own.guild.name });
		else if (own && d.reason === 'removed')
			this.farewells.tell({ kind: 'guild_removed', name: own.guild.name });
	}

	/** Histories of channels that may no longer be read go; of those that may be read since now, too: they have a gap. */
	#forgettingHistories(guildId: string, change: () => void): void {
		const before = this.channels.ofGuild(guildId);
		change();
		for (const { id, permissions } of before) {
			const after = this.channels.get(id)?.permissions;
			if (!after || after.includes('read_history') !== permissions.includes('read_history')) {
				this.messages.drop(id);
			}
		}
	}

	/** Ends what waits for its time. */
	stop(): void {
		this.readStates.stop();
		this.typing.stop();
	}

	#rename(user: User): void {
		this.guilds.apply({ t: 'USER_UPDATE', d: user });
		this.members.apply({ t: 'USER_UPDATE', d: user });
	}

	#count(guildId: string): void {
		const members = this.members.of(guildId);
		if (members?.complete) this.guilds.setMemberCount(guildId, members.byId.size);
	}
}
