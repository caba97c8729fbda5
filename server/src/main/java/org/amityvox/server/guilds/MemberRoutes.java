// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.guilds.GuildError.MEMBER_NOT_FOUND;
import static org.amityvox.server.guilds.MemberError.CANNOT_TIME_OUT_ADMINISTRATOR;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.ROLE_HIERARCHY;

import java.util.List;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// One member: shown, changed, removed.
final class MemberRoutes implements Routes {
    private static final RouteSpec GET = RouteSpec.user("Gives a member")
            .reply(200, GuildApi.GuildMember.class)
            .errors(GUILD_NOT_FOUND, MEMBER_NOT_FOUND);
    private static final RouteSpec UPDATE = RouteSpec.user("Changes a member's nickname, a time-out or both")
            .needs(Permission.CHANGE_NICKNAME, "for one's own nickname")
            .needs(Permission.MANAGE_NICKNAMES, "for the nickname of somebody else")
            .needs(Permission.TIMEOUT_MEMBERS, "for a time-out")
            .body(MemberApi.MemberUpdateRequest.class)
            .reply(200, GuildApi.GuildMember.class)
            .errors(
                    GUILD_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    MISSING_PERMISSION,
                    ROLE_HIERARCHY,
                    CANNOT_TIME_OUT_ADMINISTRATOR);
    private static final RouteSpec KICK = RouteSpec.user("Removes a member, who may come back with an invite")
            .needs(Permission.KICK_MEMBERS)
            .query("reason", "Why, for the audit log; at most 512 characters")
            .errors(GUILD_NOT_FOUND, MEMBER_NOT_FOUND, MISSING_PERMISSION, ROLE_HIERARCHY);

    private final MemberService members;

    MemberRoutes(MemberService members) {
        this.members = members;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/members/{user}", GET, this::get),
                Endpoint.patch("/guilds/{guild}/members/{user}", UPDATE, this::update),
                Endpoint.delete("/guilds/{guild}/members/{user}", KICK, this::kick));
    }

    private void get(Call call) {
        call.reply(GuildApi.GuildMember.of(members.get(call.actor(), guildId(call), userId(call))));
    }

    private void update(Call call) {
        var guild = guildId(call);
        var user = userId(call);
        var request = call.body(MemberApi.MemberUpdateRequest.class);
        var nickname = request.nickname().map(String::strip);
        call.reply(
                GuildApi.GuildMember.of(members.update(call.actor(), guild, user, nickname, request.timeoutUntil())));
    }

    private void kick(Call call) {
        var guild = guildId(call);
        var user = userId(call);
        var reason = call.query("reason")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        var checks = new Checks();
        checks.optionalText("reason", reason).max(MemberService.MAX_REASON);
        checks.done();
        members.kick(call.actor(), guild, user, reason);
        call.replyNothing();
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }

    private static UserId userId(Call call) {
        return call.pathId("user", UserId::new, MEMBER_NOT_FOUND);
    }
}
