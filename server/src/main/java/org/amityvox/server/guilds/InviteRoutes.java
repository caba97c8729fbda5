// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.accounts.AccountError.INVITE_NOT_FOUND;
import static org.amityvox.server.guilds.GuildError.GUILD_LIMIT_REACHED;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.TIMED_OUT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Invites.
final class InviteRoutes implements Routes {
    private static final RouteSpec LIST = RouteSpec.user("Lists invites that still work, newest first, at most 1000")
            .needs(Permission.MANAGE_GUILD)
            .replyList(GuildApi.Invite.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec CREATE = RouteSpec.user("Makes an invite")
            .needs(Permission.CREATE_INVITES)
            .body(GuildApi.InviteCreateRequest.class)
            .reply(201, GuildApi.Invite.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, TIMED_OUT);
    private static final RouteSpec LOOK = RouteSpec.anyone("Shows an invite without using it")
            .reply(200, GuildApi.Invite.class)
            .errors(INVITE_NOT_FOUND);
    private static final RouteSpec ACCEPT = RouteSpec.user("Joins the invite's guild")
            .reply(200, GuildApi.Guild.class)
            .errors(INVITE_NOT_FOUND, GUILD_LIMIT_REACHED, MemberError.BANNED);
    private static final RouteSpec DELETE = RouteSpec.user("Ends an invite")
            .needs(Permission.MANAGE_GUILD, "for the invite of somebody else")
            .errors(INVITE_NOT_FOUND, GUILD_NOT_FOUND, MISSING_PERMISSION);

    private final InviteService invites;
    private final InviteIssueService issue;

    InviteRoutes(InviteService invites, InviteIssueService issue) {
        this.invites = invites;
        this.issue = issue;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/invites", LIST, this::list),
                Endpoint.post("/guilds/{guild}/invites", CREATE, this::create),
                Endpoint.get("/invites/{code}", LOOK, this::look),
                Endpoint.post("/invites/{code}", ACCEPT, this::accept),
                Endpoint.delete("/invites/{code}", DELETE, this::delete));
    }

    private void list(Call call) {
        call.reply(issue.list(call.actor(), guildId(call)).stream()
                .map(GuildApi.Invite::of)
                .toList());
    }

    private void create(Call call) {
        var request = call.body(GuildApi.InviteCreateRequest.class);
        var invite = issue.create(
                call.actor(),
                guildId(call),
                Optional.ofNullable(request.maxUses()).map(Math::toIntExact),
                Optional.ofNullable(request.maxAgeSeconds()).map(Duration::ofSeconds));
        call.reply(GuildApi.Invite.of(invite));
    }

    private void look(Call call) {
        call.reply(GuildApi.Invite.of(invites.get(call.path("code"))));
    }

    private void accept(Call call) {
        call.reply(GuildApi.Guild.of(invites.accept(call.actor(), call.path("code"))));
    }

    private void delete(Call call) {
        issue.delete(call.actor(), call.path("code"));
        call.replyNothing();
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }
}
