// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.guilds.GuildApi;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.messages.readstates.ReadStateApi;
import org.amityvox.server.presence.PresenceApi;
import org.jspecify.annotations.Nullable;

/// What the gateway itself says and hears, beside the events of the slices.
public final class GatewayApi {
    private GatewayApi() {}

    /// The first frame. `heartbeat_interval` is in milliseconds.
    public record Hello(long heartbeatInterval, ServerVersion server) {}

    /// Which server this is.
    public record ServerVersion(String name, String version) {}

    /// Everything that the first screen shows. Lists of parts that this server does not have are empty.
    public record Ready(
            String sessionId,
            AccountApi.SelfUser user,
            Map<String, Object> settings,
            List<ReadyGuild> guilds,
            List<Object> directChannels,
            List<Object> relationships,
            List<ReadStateApi.ReadState> readStates,
            List<PresenceApi.Presence> presences,
            List<Object> voiceStates) {}

    /// A guild with all that a member sees of it. `members` is complete up to 250 members, absent above.
    public record ReadyGuild(
            GuildId id,
            String name,
            @Nullable String description,
            UserId ownerId,
            int memberCount,
            Instant createdAt,
            List<GuildApi.Role> roles,
            List<ChannelApi.ChannelView> channels,
            List<String> permissions,
            GuildApi.GuildMember me,
            @Nullable List<GuildApi.GuildMember> members) {}

    /// The end of a Resume. `replayed` counts the events that were missed. `presences` is as in READY and replaces all
    /// that was known of them: presence is in no log.
    public record Resumed(int replayed, List<PresenceApi.Presence> presences) {}

    /// The answer to a request for members. `presences` is of those who are not offline. `after`
    /// asks on from here; absent when these were the last.
    public record GuildMembersChunk(
            GuildId guildId,
            List<GuildApi.GuildMember> members,
            List<PresenceApi.Presence> presences,
            @Nullable UserId after,
            @Nullable String nonce) {}

    /// Why a session cannot be resumed: `expired`, `too_far` or `unknown`.
    public record InvalidSession(String reason) {}

    /// `d` of Identify.
    record Identify(@Nullable String token, @Nullable String status) {}

    /// `d` of Resume.
    record Resume(
            @Nullable String token,
            @Nullable String sessionId,
            @Nullable String s,
            @Nullable String status) {}

    /// `d` of an update of presence: how this device is.
    record UpdatePresence(@Nullable String status) {}

    /// `d` of a request for members.
    record RequestMembers(
            @Nullable GuildId guildId,
            @Nullable String query,
            @Nullable UserId after,
            @Nullable Integer limit,
            @Nullable String nonce) {}
}
