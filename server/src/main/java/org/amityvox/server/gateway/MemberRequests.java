// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.guilds.GuildApi;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.guilds.Member;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.presence.PresenceService;

/// Answers requests for members of guilds that are too large for READY.
final class MemberRequests {
    private static final int MAX_CHUNK = 100;
    private static final int DEFAULT_CHUNK = 50;
    private static final int MAX_QUERY = 64;

    private final GuildService guilds;
    private final Hub hub;
    private final PresenceService presence;
    private final Frames frames;

    MemberRequests(GuildService guilds, Hub hub, PresenceService presence, Frames frames) {
        this.guilds = guilds;
        this.hub = hub;
        this.presence = presence;
        this.frames = frames;
    }

    /// Sends one chunk; an empty one for a guild that the account is not in.
    ///
    /// @throws ApiException `invalid_request` if the request itself is wrong
    void answer(Connection connection, GatewayApi.RequestMembers request) {
        var checks = new Checks();
        if (request.guildId() == null) {
            checks.fault("guild_id", "required", "This field is missing.");
        }
        checks.optionalText("query", request.query()).max(MAX_QUERY);
        checks.optionalText("nonce", request.nonce()).max(64);
        var limit = Objects.requireNonNullElse(request.limit(), DEFAULT_CHUNK);
        checks.range("limit", limit.longValue(), 1, MAX_CHUNK);
        checks.done();
        var guild = Objects.requireNonNull(request.guildId());
        var members = members(connection, request, limit);
        var after = members.size() < limit ? null : members.getLast().user().id();
        // How they are is read in order with what is told of it.
        hub.askForMembers(
                connection,
                guild,
                () -> connection.send(frames.dispatch(
                        GatewayEvents.GUILD_MEMBERS_CHUNK,
                        new GatewayApi.GuildMembersChunk(
                                guild,
                                members.stream().map(GuildApi.GuildMember::of).toList(),
                                presence.of(members.stream()
                                        .map(member -> member.user().id())
                                        .toList()),
                                after,
                                request.nonce()),
                        null)));
    }

    private List<Member> members(Connection connection, GatewayApi.RequestMembers request, int limit) {
        try {
            return guilds.members(
                    connection.actor().orElseThrow(),
                    Objects.requireNonNull(request.guildId()),
                    Objects.requireNonNullElse(request.query(), "").strip(),
                    Optional.ofNullable(request.after()),
                    limit);
        } catch (ApiException _) {
            return List.of();
        }
    }
}
