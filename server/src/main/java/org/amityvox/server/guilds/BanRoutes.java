// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.guilds.MemberError.BAN_NOT_FOUND;
import static org.amityvox.server.guilds.MemberError.USER_NOT_FOUND;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.ROLE_HIERARCHY;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Bans of a guild.
final class BanRoutes implements Routes {
    private static final int MAX_PAGE = 100;
    private static final int DEFAULT_PAGE = 50;

    private static final RouteSpec LIST = RouteSpec.user("Lists bans by ascending account id")
            .needs(Permission.BAN_MEMBERS)
            .query("after", "Only bans of accounts whose id is greater")
            .query("limit", "1 to 100, 50 when absent")
            .replyList(MemberApi.Ban.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec GET = RouteSpec.user("Gives the ban of an account")
            .needs(Permission.BAN_MEMBERS)
            .reply(200, MemberApi.Ban.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, BAN_NOT_FOUND);
    private static final RouteSpec BAN = RouteSpec.user(
                    "Bans an account, be it a member or not; a ban that is there gets these terms")
            .needs(Permission.BAN_MEMBERS)
            .body(MemberApi.BanRequest.class)
            .reply(200, MemberApi.Ban.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, ROLE_HIERARCHY, USER_NOT_FOUND);
    private static final RouteSpec UNBAN = RouteSpec.user("Lifts a ban")
            .needs(Permission.BAN_MEMBERS)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, BAN_NOT_FOUND);

    private final BanService bans;

    BanRoutes(BanService bans) {
        this.bans = bans;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/bans", LIST, this::list),
                Endpoint.get("/guilds/{guild}/bans/{user}", GET, this::get),
                Endpoint.put("/guilds/{guild}/bans/{user}", BAN, this::ban),
                Endpoint.delete("/guilds/{guild}/bans/{user}", UNBAN, this::unban));
    }

    private void list(Call call) {
        var guild = guildId(call);
        var checks = new Checks();
        var after = call.queryId("after", UserId::new, checks);
        var limit = call.queryNumber("limit", 1, MAX_PAGE, DEFAULT_PAGE, checks);
        checks.done();
        call.reply(bans.list(call.actor(), guild, after, limit).stream()
                .map(MemberApi.Ban::of)
                .toList());
    }

    private void get(Call call) {
        call.reply(MemberApi.Ban.of(bans.get(call.actor(), guildId(call), userId(call, BAN_NOT_FOUND))));
    }

    private void ban(Call call) {
        var guild = guildId(call);
        var user = userId(call, USER_NOT_FOUND);
        var request = call.body(MemberApi.BanRequest.class);
        var reason = Optional.ofNullable(request.reason())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        var terms = new BanService.Terms(
                reason,
                Optional.ofNullable(request.durationSeconds()).map(Duration::ofSeconds),
                Duration.ofSeconds(Objects.requireNonNullElse(request.deleteMessageSeconds(), 0L)));
        call.reply(MemberApi.Ban.of(bans.ban(call.actor(), guild, user, terms)));
    }

    private void unban(Call call) {
        bans.unban(call.actor(), guildId(call), userId(call, BAN_NOT_FOUND));
        call.replyNothing();
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }

    private static UserId userId(Call call, ErrorCode missing) {
        return call.pathId("user", UserId::new, missing);
    }
}
