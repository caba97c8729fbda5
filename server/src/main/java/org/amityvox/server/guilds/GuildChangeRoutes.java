// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.guilds.GuildError.MEMBER_NOT_FOUND;
import static org.amityvox.server.guilds.GuildError.OWNED_GUILD_LIMIT_REACHED;
import static org.amityvox.server.guilds.GuildError.OWNER_CANNOT_LEAVE;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.NOT_OWNER;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Changing, leaving, giving away and deleting a guild.
final class GuildChangeRoutes implements Routes {
    private static final RouteSpec UPDATE = RouteSpec.user("Changes a guild")
            .needs(Permission.MANAGE_GUILD)
            .body(GuildApi.GuildUpdateRequest.class)
            .reply(200, GuildApi.Guild.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec DELETE =
            RouteSpec.user("Deletes a guild for everybody").errors(GUILD_NOT_FOUND, NOT_OWNER);
    private static final RouteSpec LEAVE = RouteSpec.user("Leaves a guild").errors(GUILD_NOT_FOUND, OWNER_CANNOT_LEAVE);
    private static final RouteSpec TRANSFER = RouteSpec.user("Gives a guild to another member")
            .body(GuildApi.GuildTransferRequest.class)
            .reply(200, GuildApi.Guild.class)
            .errors(GUILD_NOT_FOUND, NOT_OWNER, MEMBER_NOT_FOUND, OWNED_GUILD_LIMIT_REACHED);

    private final GuildChangeService changes;
    private final GuildDeletionService deletion;

    GuildChangeRoutes(GuildChangeService changes, GuildDeletionService deletion) {
        this.changes = changes;
        this.deletion = deletion;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.patch("/guilds/{guild}", UPDATE, this::update),
                Endpoint.delete("/guilds/{guild}", DELETE, this::delete),
                Endpoint.post("/guilds/{guild}/leave", LEAVE, this::leave),
                Endpoint.post("/guilds/{guild}/transfer", TRANSFER, this::transfer));
    }

    private void update(Call call) {
        var request = call.body(GuildApi.GuildUpdateRequest.class);
        var name = request.name() == null ? null : request.name().strip();
        var change = new GuildChangeService.Change(name, cleared(request.description()));
        call.reply(GuildApi.Guild.of(changes.update(call.actor(), guildId(call), change)));
    }

    /// Nothing but white space is nothing.
    private static Patch<String> cleared(Patch<String> text) {
        var stripped = text.map(String::strip);
        return "".equals(stripped.value()) ? Patch.of(null) : stripped;
    }

    private void delete(Call call) {
        deletion.delete(call.actor(), guildId(call));
        call.replyNothing();
    }

    private void leave(Call call) {
        changes.leave(call.actor(), guildId(call));
        call.replyNothing();
    }

    private void transfer(Call call) {
        var request = call.body(GuildApi.GuildTransferRequest.class);
        var newOwner = Objects.requireNonNull(request.userId());
        call.reply(GuildApi.Guild.of(changes.transfer(call.actor(), guildId(call), newOwner)));
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }
}
