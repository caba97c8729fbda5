// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// What a guild says of itself, whose it is, and leaving it.
public final class GuildChangeService {
    private final AccessService access;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;
    private final Departures departures;
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    GuildChangeService(AccessService access, EventLog events, AuditLog audit, Departures departures, Clock clock) {
        this.access = access;
        this.events = events;
        this.audit = audit;
        this.departures = departures;
        this.clock = clock;
    }

    /// @param name `null` => as it is
    public record Change(@Nullable String name, Patch<String> description) {}

    /// A change that changes nothing is not told.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `missing_permission` (403)
    public Guild update(Actor actor, GuildId id, Change change) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.MANAGE_GUILD);
            var old = guilds.list(tx, List.of(id)).getFirst();
            var name = change.name() == null ? old.name() : change.name();
            var description = change.description().over(old.description());
            return name.equals(old.name()) && Objects.equals(description, old.description())
                    ? old
                    : update(tx, actor, old, name, description);
        });
    }

    private Guild update(Tx tx, Actor actor, Guild old, String name, @Nullable String description) {
        var now = clock.instant();
        var changed = guilds.update(tx, old.id(), name, description);
        audit.add(
                tx,
                AuditEntry.of(
                                old.id(),
                                actor.userId(),
                                AuditAction.GUILD_UPDATED,
                                old.id().value())
                        .named(old.name())
                        .changed(fields(old), fields(changed)),
                now);
        events.append(tx, new GuildEvent.Updated(old.id(), actor.userId()), now, GuildHydrator.updated(changed));
        return changed;
    }

    private static Map<String, @Nullable Object> fields(Guild guild) {
        return AuditEntry.fields("name", guild.name(), "description", guild.description());
    }

    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `owner_cannot_leave` (403)
    public void leave(Actor actor, GuildId id) {
        access.change(actor, id, (tx, guild) -> {
            if (guild.isOwner()) {
                throw GuildError.OWNER_CANNOT_LEAVE.exception();
            }
            return departures.take(tx, new GuildEvent.MemberLeft(id, actor.userId()), clock.instant());
        });
    }

    /// Gives the guild to another member. To give it to oneself changes nothing.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `not_owner` (403),
    ///     `member_not_found` (404), `owned_guild_limit_reached` (409)
    public Guild transfer(Actor actor, GuildId id, UserId newOwner) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.requireOwner();
            var old = guilds.list(tx, List.of(id)).getFirst();
            if (newOwner.equals(actor.userId())) {
                return old;
            }
            var member = members.find(tx, id, newOwner).orElseThrow(GuildError.MEMBER_NOT_FOUND::exception);
            GuildService.requireRoomForOwned(guilds.countOwned(tx, newOwner));
            access.raise(tx, id);
            var now = clock.instant();
            var changed = guilds.setOwner(tx, id, member.user().id());
            audit.add(
                    tx,
                    AuditEntry.of(id, actor.userId(), AuditAction.GUILD_OWNER_CHANGED, id.value())
                            .named(old.name())
                            .changed(
                                    AuditEntry.fields("owner_id", old.ownerId()),
                                    AuditEntry.fields("owner_id", changed.ownerId())),
                    now);
            events.append(
                    tx, new GuildEvent.OwnerChanged(id, newOwner, actor.userId()), now, GuildHydrator.updated(changed));
            return changed;
        });
    }
}
