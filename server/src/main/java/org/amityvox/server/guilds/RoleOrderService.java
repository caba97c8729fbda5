// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// The roles of a guild from low to high, and their order.
public final class RoleOrderService {
    private final Database db;
    private final AccessService access;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;
    private final RoleStore roles = new RoleStore();

    RoleOrderService(Database db, AccessService access, EventLog events, AuditLog audit, Clock clock) {
        this.db = db;
        this.access = access;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /// Where a role is to be.
    public record Place(RoleId id, int position) {}

    /// From low to high, `@everyone` first.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404)
    public List<Role> list(Actor actor, GuildId id) {
        access.guild(actor, id);
        return db.single(tx -> roles.ofGuilds(tx, List.of(id)));
    }

    /// Gives roles their places; those that are not named keep their order around them. Every role whose place changes
    /// lies below the actor, and gives and takes nothing that the actor does not have.
    ///
    /// @return all roles, as [#list]
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found`, `role_not_found` (404);
    ///     `missing_permission`, `role_hierarchy`, `cannot_escalate` (403); `invalid_request` (400) for places that
    ///     are none or are taken
    public List<Role> order(Actor actor, GuildId id, List<Place> places) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.MANAGE_ROLES);
            var old = roles.ofGuilds(tx, List.of(id));
            requirePossible(old, places);
            var ordered = ordered(old, places);
            var moved = IntStream.range(0, ordered.size())
                    .filter(place -> ordered.get(place).position() != place)
                    .mapToObj(ordered::get)
                    .toList();
            requireAllowed(guild, moved);
            return moved.isEmpty() ? old : order(tx, actor, id, ordered, moved);
        });
    }

    private static void requirePossible(List<Role> roles, List<Place> places) {
        var checks = new Checks();
        var ids = new HashSet<RoleId>();
        var positions = new HashSet<Integer>();
        for (var i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var role = roles.stream()
                    .filter(each -> each.id().equals(place.id()))
                    .findFirst()
                    .orElseThrow(GuildError.ROLE_NOT_FOUND::exception);
            var element = checks.within("[" + i + "]");
            if (!ids.add(place.id())) {
                element.fault("id", "unique", "This role is named twice.");
            } else if (!positions.add(place.position())) {
                element.fault("position", "unique", "Another role is given this place.");
            } else if (role.isEveryone() != (place.position() == 0)) {
                element.fault("position", "everyone", "0 is the place of @everyone, and of no other role.");
            } else if (place.position() >= roles.size()) {
                element.fault("position", "range", "Must be between 1 and %s.".formatted(roles.size() - 1));
            }
        }
        checks.done();
    }

    private static List<Role> ordered(List<Role> roles, List<Place> places) {
        var named = new LinkedHashMap<Integer, RoleId>();
        places.forEach(place -> named.put(place.position(), place.id()));
        var byId = new LinkedHashMap<RoleId, Role>();
        roles.forEach(role -> byId.put(role.id(), role));
        var others = new ArrayDeque<Role>();
        roles.stream().filter(role -> !named.containsValue(role.id())).forEach(others::add);
        return IntStream.range(0, roles.size())
                .mapToObj(place ->
                        named.containsKey(place) ? Objects.requireNonNull(byId.get(named.get(place))) : others.remove())
                .toList();
    }

    private static void requireAllowed(GuildAccess guild, List<Role> moved) {
        var touched = PermissionSet.NONE;
        for (var role : moved) {
            guild.rights().role(role.id()).ifPresent(guild::requireAbove);
            guild.requireHeldInOverrides(role.id(), override -> override.allow().with(override.deny()));
            touched = touched.with(role.grant().allow()).with(role.grant().deny());
        }
        guild.requireHeld(touched);
    }

    private List<Role> order(Tx tx, Actor actor, GuildId id, List<Role> ordered, List<Role> moved) {
        access.raise(tx, id);
        var now = clock.instant();
        roles.place(tx, id, ordered.stream().skip(1).map(Role::id).toList());
        var all = roles.ofGuilds(tx, List.of(id));
        var ids = moved.stream().map(Role::id).toList();
        var changed = all.stream().filter(role -> ids.contains(role.id())).toList();
        audit.add(
                tx,
                AuditEntry.of(id, actor.userId(), AuditAction.ROLES_ORDERED, id.value())
                        .changed(positions(moved), positions(changed)),
                now);
        events.append(tx, new RoleEvent.Ordered(id, ids, actor.userId()), now, RoleHydrator.updated(changed));
        return all;
    }

    private static Map<String, @Nullable Object> positions(List<Role> roles) {
        return AuditEntry.fields(
                "roles",
                roles.stream()
                        .map(role ->
                                AuditEntry.fields("id", role.id(), "name", role.name(), "position", role.position()))
                        .toList());
    }
}
