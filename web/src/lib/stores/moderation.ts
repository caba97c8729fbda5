// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap, type Api } from '$lib/api/client';
import type { Ban, GuildMember } from '$lib/api/types';
import type { GatewayEvent } from '$lib/gateway/events';

export interface BanOptions {
	reason?: string;
	delete_message_seconds?: number;
	duration_seconds?: number;
}

const BANS_PAGE = 100;

/** What people do to members. An answer goes the same way as the event that follows it. */
export class Moderation {
	readonly #api: Api;
	readonly #apply: (event: GatewayEvent) => void;

	constructor(api: Api, apply: (event: GatewayEvent) => void) {
		this.#api = api;
		this.#apply = apply;
	}

	/** One member of a guild that is too large to know all. */
	async load(guildId: string, userId: string): Promise<void> {
		const d = await unwrap(
			this.#api.GET('/api/v1/guilds/{guild}/members/{user}', {
				params: { path: { guild: guildId, user: userId } }
			})
		);
		this.#apply({ t: 'GUILD_MEMBER_UPDATE', d });
	}

	async giveRole(member: GuildMember, roleId: string): Promise<void> {
		await done(this.#api.PUT('/api/v1/guilds/{guild}/members/{user}/roles/{role}', rolePath(member, roleId)));
		this.#apply({
			t: 'GUILD_MEMBER_UPDATE',
			d: { ...member, role_ids: [...member.role_ids.filter((id) => id !== roleId), roleId] }
		});
	}

	async takeRole(member: GuildMember, roleId: string): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/guilds/{guild}/members/{user}/roles/{role}', rolePath(member, roleId))
		);
		this.#apply({
			t: 'GUILD_MEMBER_UPDATE',
			d: { ...member, role_ids: member.role_ids.filter((id) => id !== roleId) }
		});
	}

	setNickname(member: GuildMember, nickname: string): Promise<void> {
		return this.#update(member, { nickname: nickname === '' ? null : nickname });
	}

	/** @param until an RFC 3339 time, or null to end a time-out early */
	timeOut(member: GuildMember, until: string | null): Promise<void> {
		return this.#update(member, { timeout_until: until });
	}

	async kick({ guild_id, user }: GuildMember, reason: string): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/guilds/{guild}/members/{user}', {
				params: { path: { guild: guild_id, user: user.id }, query: reason ? { reason } : {} }
			})
		);
		this.#apply({ t: 'GUILD_MEMBER_REMOVE', d: { guild_id, user_id: user.id } });
	}

	/** Everybody who is banned. */
	async bans(guildId: string): Promise<Ban[]> {
		const bans: Ban[] = [];
		for (;;) {
			const after = bans.at(-1)?.user.id;
			const page = await unwrap(
				this.#api.GET('/api/v1/guilds/{guild}/bans', {
					params: { path: { guild: guildId }, query: { limit: BANS_PAGE, ...(after ? { after } : {}) } }
				})
			);
			bans.push(...page);
			if (page.length < BANS_PAGE) return bans;
		}
	}

	/** Also somebody who is no member: then the ban waits at the door. */
	async ban(guildId: string, userId: string, options: BanOptions): Promise<void> {
		await unwrap(
			this.#api.PUT('/api/v1/guilds/{guild}/bans/{user}', {
				params: { path: { guild: guildId, user: userId } },
				body: options
			})
		);
		this.#apply({ t: 'GUILD_MEMBER_REMOVE', d: { guild_id: guildId, user_id: userId } });
	}

	async liftBan(guildId: string, userId: string): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/guilds/{guild}/bans/{user}', {
				params: { path: { guild: guildId, user: userId } }
			})
		);
	}

	async #update(
		{ guild_id, user }: GuildMember,
		body: { nickname?: string | null; timeout_until?: string | null }
	): Promise<void> {
		const d = await unwrap(
			this.#api.PATCH('/api/v1/guilds/{guild}/members/{user}', {
				params: { path: { guild: guild_id, user: user.id } },
				body
			})
		);
		this.#apply({ t: 'GUILD_MEMBER_UPDATE', d });
	}
}

function rolePath({ guild_id, user }: GuildMember, roleId: string) {
	return { params: { path: { guild: guild_id, user: user.id, role: roleId } } };
}
