// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.guilds.GuildError.GUILD_LIMIT_REACHED;
import static org.amityvox.server.guilds.GuildError.OWNED_GUILD_LIMIT_REACHED;
import static org.amityvox.server.kernel.CommonError.NONCE_REUSED;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Guilds and their members.
final class GuildRoutes implements Routes {
    private static final int MAX_MEMBER_PAGE = 1000;
    private static final int DEFAULT_PAGE = 50;

    private static final RouteSpec CREATE = RouteSpec.user("Makes a guild")
            .body(GuildApi.GuildCreateRequest.class)
            .reply(201, GuildApi.Guild.class)
            .errors(GUILD_LIMIT_REACHED, OWNED_GUILD_LIMIT_REACHED, NONCE_REUSED);
    private static final RouteSpec GET =
            RouteSpec.user("Gives a guild").reply(200, GuildApi.Guild.class).errors(GUILD_NOT_FOUND);
    private static final RouteSpec MEMBERS = RouteSpec.user("Lists members by ascending account id")
            .query("after", "Only members whose account id is greater")
            .query("limit", "1 to 1000, 50 when absent")
            .replyList(GuildApi.GuildMember.class)
            .errors(GUILD_NOT_FOUND);

    private final GuildService guilds;
    private final GuildCreationService creation;

    GuildRoutes(GuildService guilds, GuildCreationService creation) {
        this.guilds = guilds;
        this.creation = creation;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/guilds", CREATE, this::create),
                Endpoint.get("/guilds/{guild}", GET, this::get),
                Endpoint.get("/guilds/{guild}/members", MEMBERS, this::members));
    }

    private void create(Call call) {
        var request = call.body(GuildApi.GuildCreateRequest.class);
        var name = Objects.requireNonNull(request.name()).strip();
        var created = creation.create(call.actor(), name, request.nonce());
        call.reply(created.created() ? 201 : 200, GuildApi.Guild.of(created.guild()));
    }

    private void get(Call call) {
        call.reply(GuildApi.Guild.of(guilds.get(call.actor(), guildId(call))));
    }

    private void members(Call call) {
        var checks = new Checks();
        var after = call.queryId("after", UserId::new, checks);
        var limit = call.queryNumber("limit", 1, MAX_MEMBER_PAGE, DEFAULT_PAGE, checks);
        checks.done();
        call.reply(guilds.members(call.actor(), guildId(call), "", after, limit).stream()
                .map(GuildApi.GuildMember::of)
                .toList());
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }
}
