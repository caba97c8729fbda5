// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.platform.events.WireType;

/// The events that the gateway makes itself.
final class GatewayEvents {
    static final WireType<GatewayApi.Ready> READY =
            new WireType<>("READY", GatewayApi.Ready.class, "A session, after Identify");
    static final WireType<GatewayApi.Resumed> RESUMED =
            new WireType<>("RESUMED", GatewayApi.Resumed.class, "A session, after Resume");
    static final WireType<GatewayApi.ReadyGuild> GUILD_CREATE = new WireType<>(
            "GUILD_CREATE", GatewayApi.ReadyGuild.class, "All sessions of an account that made or joined the guild");
    static final WireType<ChannelApi.GuildAccess> GUILD_ACCESS_UPDATE = new WireType<>(
            "GUILD_ACCESS_UPDATE", ChannelApi.GuildAccess.class, "Each member whose view of the guild changes");
    static final WireType<GatewayApi.GuildMembersChunk> GUILD_MEMBERS_CHUNK = new WireType<>(
            "GUILD_MEMBERS_CHUNK", GatewayApi.GuildMembersChunk.class, "The session that asked for members");

    private GatewayEvents() {}

    static List<WireType<?>> all() {
        return List.of(READY, RESUMED, GUILD_CREATE, GUILD_ACCESS_UPDATE, GUILD_MEMBERS_CHUNK);
    }
}
