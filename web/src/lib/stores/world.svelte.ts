// SPDX-License-Identifier: AGPL-3.0-only
import type { Api } from '$lib/api/client';
import type { User } from '$lib/api/types';
import type { GatewayEvent } from '$lib/gateway/events';
import { Channels } from './channels.svelte';
import { Guilds } from './guilds.svelte';
import { Members } from './members.svelte';
import { Messages } from './messages.svelte';
import { asSeen, Users } from './users.svelte';

/** All that READY and the events after it tell. Nothing here opens a connection. */
export class World {
	readonly users = new Users();
	readonly guilds: Guilds;
	readonly channels: Channels;
	readonly members: Members;
	readonly messages: Messages;

	constructor(api: Api) {
		this.guilds = new Guilds(api);
		this.channels = new Channels(api, (guildId) => this.guilds.get(guildId)?.permissions ?? []);
		this.members = new Members(api);
		this.messages = new Messages(api);
	}

	/** Applies one event to every store it concerns. Applying it again changes nothing. */
	apply(event: GatewayEvent): void {
		switch (event.t) {
			case 'READY':
				this.users.apply(event);
				this.guilds.apply(event);
				this.channels.apply(event);
				this.members.apply(event);
				this.messages.refresh();
				return;
			case 'RESUMED':
				return;
			case 'GUILD_CREATE':
				this.guilds.apply(event);
				this.channels.apply(event);
				this.members.apply(event);
				return;
			case 'GUILD_UPDATE':
				this.guilds.apply(event);
				return;
			case 'GUILD_ACCESS_UPDATE':
				this.guilds.apply(event);
				this.channels.apply(event);
				return;
			case 'GUILD_MEMBER_ADD':
				this.members.apply(event);
				this.#count(event.d.guild_id);
				return;
			case 'GUILD_MEMBERS_CHUNK':
				this.members.apply(event);
				return;
			case 'CHANNEL_CREATE':
			case 'CHANNEL_UPDATE':
				this.channels.apply(event);
				return;
			case 'MESSAGE_CREATE':
				this.channels.apply(event);
				this.messages.apply(event);
				return;
			case 'MESSAGE_UPDATE':
			case 'MESSAGE_DELETE':
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

	#rename(user: User): void {
		this.guilds.apply({ t: 'USER_UPDATE', d: user });
		this.members.apply({ t: 'USER_UPDATE', d: user });
	}

	#count(guildId: string): void {
		const members = this.members.of(guildId);
		if (members?.complete) this.guilds.setMemberCount(guildId, members.byId.size);
	}
}
