// SPDX-License-Identifier: AGPL-3.0-only
import type { Api } from '$lib/api/client';
import { unwrap } from '$lib/api/client';
import type { GuildMember, User } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';
import { withoutRole } from './guilds.svelte';

const PAGE = 100;

type MemberEvent = EventOf<
	| 'READY'
	| 'GUILD_CREATE'
	| 'GUILD_DELETE'
	| 'GUILD_MEMBER_ADD'
	| 'GUILD_MEMBER_UPDATE'
	| 'GUILD_MEMBER_REMOVE'
	| 'GUILD_MEMBERS_CHUNK'
	| 'GUILD_ROLE_DELETE'
	| 'USER_UPDATE'
>;

/** The members of one guild as far as they are known: all of them in a small guild, pages from the start in a large one. */
export class GuildMembers {
	readonly byId = new SvelteMap<string, GuildMember>();
	/** Nobody is missing from `byId`. */
	complete = $state(false);
	status = $state<'idle' | 'loading' | 'failed'>('idle');
	/** Up to which user id the pages have been read. */
	after: string | null = null;
}

export class Members {
	readonly #byGuild = new SvelteMap<string, GuildMembers>();
	readonly #api: Api;

	constructor(api: Api) {
		this.#api = api;
	}

	/** Undefined as well for a member of a large guild who was not on a page yet. */
	get(guildId: string, userId: string): GuildMember | undefined {
		return this.#byGuild.get(guildId)?.byId.get(userId);
	}

	of(guildId: string): GuildMembers | undefined {
		return this.#byGuild.get(guildId);
	}

	apply(event: MemberEvent): void {
		switch (event.t) {
			case 'READY':
				this.#byGuild.clear();
				for (const guild of event.d.guilds) this.#begin(guild.id, guild.members);
				return;
			case 'GUILD_CREATE':
				this.#begin(event.d.id, event.d.members);
				return;
			case 'GUILD_DELETE':
				this.#byGuild.delete(event.d.guild_id);
				return;
			case 'GUILD_MEMBER_ADD':
			case 'GUILD_MEMBER_UPDATE':
				this.#take(event.d);
				return;
			case 'GUILD_MEMBER_REMOVE':
				this.#byGuild.get(event.d.guild_id)?.byId.delete(event.d.user_id);
				return;
			case 'GUILD_ROLE_DELETE':
				this.#strip(event.d.guild_id, event.d.role_id);
				return;
			case 'GUILD_MEMBERS_CHUNK':
				for (const member of event.d.members) this.#take(member);
				return;
			case 'USER_UPDATE':
				this.#rename(event.d);
				return;
		}
		event satisfies never;
	}

	/** The next page of a large guild. Does nothing when all are known or a page is on its way. */
	async loadMore(guildId: string): Promise<void> {
		const guild = this.#byGuild.get(guildId);
		if (!guild || guild.complete || guild.status === 'loading') return;
		guild.status = 'loading';
		try {
			const page = await unwrap(
				this.#api.GET('/api/v1/guilds/{guild}/members', {
					params: {
						path: { guild: guildId },
						query: { limit: PAGE, ...(guild.after ? { after: guild.after } : {}) }
					}
				})
			);
			for (const member of page) guild.byId.set(member.user.id, member);
			guild.after = page.at(-1)?.user.id ?? guild.after;
			guild.complete = page.length < PAGE;
			guild.status = 'idle';
		} catch {
			guild.status = 'failed';
		}
	}

	/** Everybody, also of a large guild: for a view in which people search. */
	async loadAll(guildId: string): Promise<void> {
		for (;;) {
			const guild = this.#byGuild.get(guildId);
			if (!guild || guild.complete || guild.status === 'loading') return;
			await this.loadMore(guildId);
			if (guild.status === 'failed') return;
		}
	}

	#begin(guildId: string, members: readonly GuildMember[] | null | undefined): void {
		const guild = new GuildMembers();
		for (const member of members ?? []) guild.byId.set(member.user.id, member);
		guild.complete = members != null;
		this.#byGuild.set(guildId, guild);
	}

	#take(member: GuildMember): void {
		this.#byGuild.get(member.guild_id)?.byId.set(member.user.id, member);
	}

	#strip(guildId: string, roleId: string): void {
		const guild = this.#byGuild.get(guildId);
		for (const member of [...(guild?.byId.values() ?? [])]) {
			if (member.role_ids.includes(roleId)) guild?.byId.set(member.user.id, withoutRole(member, roleId));
		}
	}

	#rename(user: User): void {
		for (const guild of this.#byGuild.values()) {
			const member = guild.byId.get(user.id);
			if (member) guild.byId.set(user.id, { ...member, user });
		}
	}
}
