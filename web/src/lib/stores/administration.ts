// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap, type Api } from '$lib/api/client';
import type { Permission } from '$lib/api/permissions';
import type {
	AuditLogEntry,
	ChannelWithPermissions,
	GuildAccess,
	Invite,
	Override,
	Role
} from '$lib/api/types';
import type { GatewayEvent } from '$lib/gateway/events';

export interface RoleChange {
	name?: string;
	color?: string | null;
	hoist?: boolean;
	permissions_allow?: Permission[];
	permissions_deny?: Permission[];
}

export interface ChannelChange {
	name?: string;
	topic?: string | null;
	slowmode_seconds?: number;
	category_id?: string | null;
}

export interface ChannelPlace {
	id: string;
	position: number;
	category_id?: string | null;
}

/** One side of what a channel's permissions are decided on: a role or a person. */
export interface OverrideTarget {
	target_type: 'role' | 'user';
	target_id: string;
}

export const AUDIT_PAGE = 50;

/** What people do to a guild, its roles and channels. An answer goes the same way as the event that follows it. */
export class Administration {
	readonly #api: Api;
	readonly #apply: (event: GatewayEvent) => void;

	constructor(api: Api, apply: (event: GatewayEvent) => void) {
		this.#api = api;
		this.#apply = apply;
	}

	async updateGuild(guildId: string, body: { name?: string; description?: string | null }): Promise<void> {
		const d = await unwrap(
			this.#api.PATCH('/api/v1/guilds/{guild}', { params: { path: { guild: guildId } }, body })
		);
		this.#apply({ t: 'GUILD_UPDATE', d });
	}

	async transferGuild(guildId: string, userId: string): Promise<void> {
		const d = await unwrap(
			this.#api.POST('/api/v1/guilds/{guild}/transfer', {
				params: { path: { guild: guildId } },
				body: { user_id: userId }
			})
		);
		this.#apply({ t: 'GUILD_UPDATE', d });
	}

	async deleteGuild(guildId: string): Promise<void> {
		await done(this.#api.DELETE('/api/v1/guilds/{guild}', { params: { path: { guild: guildId } } }));
		// Whoever deletes it needs no word about it, so for this screen it was left.
		this.#apply({ t: 'GUILD_DELETE', d: { guild_id: guildId, reason: 'left' } });
	}

	async leaveGuild(guildId: string): Promise<void> {
		await done(this.#api.POST('/api/v1/guilds/{guild}/leave', { params: { path: { guild: guildId } } }));
		this.#apply({ t: 'GUILD_DELETE', d: { guild_id: guildId, reason: 'left' } });
	}

	async createRole(guildId: string, name: string, nonce: string): Promise<Role> {
		const d = await unwrap(
			this.#api.POST('/api/v1/guilds/{guild}/roles', {
				params: { path: { guild: guildId } },
				body: { name, nonce }
			})
		);
		this.#apply({ t: 'GUILD_ROLE_CREATE', d });
		return d;
	}

	async updateRole(role: Role, body: RoleChange): Promise<void> {
		const d = await unwrap(
			this.#api.PATCH('/api/v1/guilds/{guild}/roles/{role}', {
				params: { path: { guild: role.guild_id, role: role.id } },
				body
			})
		);
		this.#apply({ t: 'GUILD_ROLE_UPDATE', d });
	}

	async deleteRole(role: Role): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/guilds/{guild}/roles/{role}', {
				params: { path: { guild: role.guild_id, role: role.id } }
			})
		);
		this.#apply({ t: 'GUILD_ROLE_DELETE', d: { guild_id: role.guild_id, role_id: role.id } });
	}

	/** @param ids all roles but @everyone, the lowest first */
	async orderRoles(guildId: string, ids: readonly string[]): Promise<void> {
		const roles = await unwrap(
			this.#api.PATCH('/api/v1/guilds/{guild}/roles', {
				params: { path: { guild: guildId } },
				body: ids.map((id, index) => ({ id, position: index + 1 }))
			})
		);
		for (const d of roles) this.#apply({ t: 'GUILD_ROLE_UPDATE', d });
	}

	/** What a member with just this role sees and may do, as far as oneself sees it. */
	viewAs(guildId: string, roleId: string): Promise<GuildAccess> {
		return unwrap(
			this.#api.GET('/api/v1/guilds/{guild}/view-as', {
				params: { path: { guild: guildId }, query: { role_id: roleId } }
			})
		);
	}

	async updateChannel(channelId: string, body: ChannelChange): Promise<void> {
		const d = await unwrap(
			this.#api.PATCH('/api/v1/channels/{channel}', { params: { path: { channel: channelId } }, body })
		);
		this.#apply({ t: 'CHANNEL_UPDATE', d });
	}

	async deleteChannel({ id, guild_id }: ChannelWithPermissions): Promise<void> {
		await done(this.#api.DELETE('/api/v1/channels/{channel}', { params: { path: { channel: id } } }));
		this.#apply({ t: 'CHANNEL_DELETE', d: { guild_id, channel_id: id } });
	}

	async orderChannels(guildId: string, places: ChannelPlace[]): Promise<void> {
		const channels = await unwrap(
			this.#api.PATCH('/api/v1/guilds/{guild}/channels', {
				params: { path: { guild: guildId } },
				body: places
			})
		);
		for (const { permissions: _permissions, ...d } of channels) this.#apply({ t: 'CHANNEL_UPDATE', d });
	}

	overrides(channelId: string): Promise<Override[]> {
		return unwrap(
			this.#api.GET('/api/v1/channels/{channel}/permissions', { params: { path: { channel: channelId } } })
		);
	}

	setOverride(
		channelId: string,
		{ target_type, target_id }: OverrideTarget,
		permissions: { permissions_allow: Permission[]; permissions_deny: Permission[] }
	): Promise<Override> {
		return unwrap(
			this.#api.PUT('/api/v1/channels/{channel}/permissions/{target}', {
				params: { path: { channel: channelId, target: target_id } },
				body: { target_type, ...permissions }
			})
		);
	}

	async removeOverride(channelId: string, targetId: string): Promise<void> {
		await done(
			this.#api.DELETE('/api/v1/channels/{channel}/permissions/{target}', {
				params: { path: { channel: channelId, target: targetId } }
			})
		);
	}

	invites(guildId: string): Promise<Invite[]> {
		return unwrap(this.#api.GET('/api/v1/guilds/{guild}/invites', { params: { path: { guild: guildId } } }));
	}

	async deleteInvite(code: string): Promise<void> {
		await done(this.#api.DELETE('/api/v1/invites/{code}', { params: { path: { code } } }));
	}

	/** Newest first, at most `AUDIT_PAGE`. */
	auditLog(
		guildId: string,
		{ before, action, actorId }: { before?: string; action?: string; actorId?: string }
	): Promise<AuditLogEntry[]> {
		return unwrap(
			this.#api.GET('/api/v1/guilds/{guild}/audit-log', {
				params: {
					path: { guild: guildId },
					query: {
						limit: AUDIT_PAGE,
						...(before ? { before } : {}),
						...(action ? { action } : {}),
						...(actorId ? { actor_id: actorId } : {})
					}
				}
			})
		);
	}
}
