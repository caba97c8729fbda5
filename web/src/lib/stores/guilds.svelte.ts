// SPDX-License-Identifier: AGPL-3.0-only
import type { Api } from '$lib/api/client';
import { unwrap } from '$lib/api/client';
import type { Guild, GuildMember, Invite, ReadyGuild, Role, User } from '$lib/api/types';
import type { EventOf } from '$lib/gateway/events';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';

/** A guild and this account's place in it; channels and members have stores of their own. */
export interface OwnGuild {
	guild: Guild;
	/** From the highest to @everyone. */
	roles: readonly Role[];
	permissions: readonly string[];
	me: GuildMember;
}

type GuildEvent = EventOf<
	| 'READY'
	| 'GUILD_CREATE'
	| 'GUILD_UPDATE'
	| 'GUILD_DELETE'
	| 'GUILD_ACCESS_UPDATE'
	| 'GUILD_MEMBER_UPDATE'
	| 'GUILD_ROLE_CREATE'
	| 'GUILD_ROLE_UPDATE'
	| 'GUILD_ROLE_DELETE'
	| 'USER_UPDATE'
>;

/** How long a guild that was just made or joined may take to arrive over the gateway. */
const ARRIVAL_TIMEOUT_MS = 15_000;

export class Guilds {
	readonly #byId = new SvelteMap<string, OwnGuild>();
	readonly #arriving = new SvelteSet<string>();
	readonly #api: Api;

	constructor(api: Api) {
		this.#api = api;
	}

	/** In the order of joining, the oldest first: ids of memberships are not known, so by the time of joining. */
	readonly ordered = $derived(
		[...this.#byId.values()].sort(
			(a, b) => compare(a.me.joined_at, b.me.joined_at) || compare(a.guild.id, b.guild.id)
		)
	);

	get(guildId: string): OwnGuild | undefined {
		return this.#byId.get(guildId);
	}

	/** True for a guild that an answer promised and the gateway has not brought yet. */
	isArriving(guildId: string): boolean {
		return this.#arriving.has(guildId);
	}

	apply(event: GuildEvent): void {
		switch (event.t) {
			case 'READY':
				this.#byId.clear();
				for (const guild of event.d.guilds) this.#take(guild);
				return;
			case 'GUILD_CREATE':
				this.#take(event.d);
				return;
			case 'GUILD_UPDATE':
				this.#change(event.d.id, (own) => ({ ...own, guild: event.d }));
				return;
			case 'GUILD_DELETE':
				this.#byId.delete(event.d.guild_id);
				this.#arriving.delete(event.d.guild_id);
				return;
			case 'GUILD_MEMBER_UPDATE':
				this.#change(event.d.guild_id, (own) =>
					own.me.user.id === event.d.user.id ? { ...own, me: event.d } : own
				);
				return;
			case 'GUILD_ROLE_CREATE':
			case 'GUILD_ROLE_UPDATE':
				this.#change(event.d.guild_id, (own) => ({
					...own,
					roles: ordered([...own.roles.filter(({ id }) => id !== event.d.id), event.d])
				}));
				return;
			case 'GUILD_ROLE_DELETE':
				this.#change(event.d.guild_id, (own) => ({
					...own,
					roles: own.roles.filter(({ id }) => id !== event.d.role_id),
					me: withoutRole(own.me, event.d.role_id)
				}));
				return;
			case 'GUILD_ACCESS_UPDATE':
				this.#change(event.d.guild_id, (own) => ({ ...own, permissions: event.d.permissions }));
				return;
			case 'USER_UPDATE':
				this.#rename(event.d);
				return;
		}
		event satisfies never;
	}

	/** Of a guild whose members are all known; the size of the list is true however often an event comes. */
	setMemberCount(guildId: string, count: number): void {
		this.#change(guildId, (own) => ({ ...own, guild: { ...own.guild, member_count: count } }));
	}

	async create(name: string, nonce: string): Promise<Guild> {
		const guild = await unwrap(this.#api.POST('/api/v1/guilds', { body: { name, nonce } }));
		this.#expect(guild.id);
		return guild;
	}

	async join(code: string): Promise<Guild> {
		const guild = await unwrap(this.#api.POST('/api/v1/invites/{code}', { params: { path: { code } } }));
		this.#expect(guild.id);
		return guild;
	}

	async invite(guildId: string, maxAgeSeconds: number, maxUses: number | null): Promise<Invite> {
		return unwrap(
			this.#api.POST('/api/v1/guilds/{guild}/invites', {
				params: { path: { guild: guildId } },
				body: { max_age_seconds: maxAgeSeconds, ...(maxUses === null ? {} : { max_uses: maxUses }) }
			})
		);
	}

	#expect(guildId: string): void {
		if (this.#byId.has(guildId)) return;
		this.#arriving.add(guildId);
		setTimeout(() => this.#arriving.delete(guildId), ARRIVAL_TIMEOUT_MS);
	}

	#take({ roles, permissions, me, channels: _channels, members: _members, ...guild }: ReadyGuild): void {
		this.#byId.set(guild.id, { guild, roles: ordered(roles), permissions, me });
		this.#arriving.delete(guild.id);
	}

	#rename(user: User): void {
		for (const { guild, me } of this.ordered) {
			if (me.user.id === user.id) this.#change(guild.id, (own) => ({ ...own, me: { ...me, user } }));
		}
	}

	#change(guildId: string, change: (own: OwnGuild) => OwnGuild): void {
		const own = this.#byId.get(guildId);
		if (own) this.#byId.set(guildId, change(own));
	}
}

function ordered(roles: readonly Role[]): Role[] {
	return roles.toSorted((a, b) => b.position - a.position || compare(a.id, b.id));
}

export function withoutRole(member: GuildMember, roleId: string): GuildMember {
	return member.role_ids.includes(roleId)
		? { ...member, role_ids: member.role_ids.filter((id) => id !== roleId) }
		: member;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
