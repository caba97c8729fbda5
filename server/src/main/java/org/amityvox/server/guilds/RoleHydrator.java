// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;

/// Tells what clients should hear of rows about roles.
final class RoleHydrator implements Hydrator {
    private final RoleStore roles = new RoleStore();

    @Override
    public Set<String> kinds() {
        return Set.of(
                RightsChange.ROLE_CREATED,
                RightsChange.ROLE_UPDATED,
                RightsChange.ROLE_DELETED,
                RightsChange.ROLES_ORDERED);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var byId = roles.ofGuilds(tx, StoredRow.values(rows, LogRow::guild)).stream()
                .collect(Collectors.toMap(role -> role.id().value(), role -> role));
        // All rows are told as the tables are now, so of the rows that moved a role the last one tells it.
        var lastMoves = new HashMap<String, Long>();
        rows.forEach(row -> row.row().ids().forEach(id -> lastMoves.put(id, row.pos())));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            var moved = row.row().ids().stream()
                    .filter(id -> Objects.equals(lastMoves.get(id), row.pos()))
                    .flatMap(id -> Stream.ofNullable(byId.get(id)))
                    .toList();
            dispatches.put(row.pos(), dispatches(row.row(), byId, moved));
        }
        return dispatches;
    }

    private static List<Dispatch> dispatches(LogRow row, Map<String, Role> byId, List<Role> moved) {
        var guild = row.guild();
        var role = byId.get(row.object());
        return switch (row.kind()) {
            case RightsChange.ROLE_CREATED -> role == null ? updated(moved) : created(role, moved);
            case RightsChange.ROLE_UPDATED -> role == null ? List.of() : updated(List.of(role));
            case RightsChange.ROLE_DELETED ->
                guild == null || row.object() == null ? List.of() : deleted(guild, new RoleId(row.object()), moved);
            case RightsChange.ROLES_ORDERED -> updated(moved);
            default -> List.of();
        };
    }

    /// What members are told of a new role.
    ///
    /// @param moved other roles, which have new places
    static List<Dispatch> created(Role role, Collection<Role> moved) {
        var dispatches = new ArrayList<Dispatch>();
        dispatches.add(RoleEvent.GUILD_ROLE_CREATE.with(GuildApi.Role.of(role)));
        dispatches.addAll(updated(moved));
        return dispatches;
    }

    /// What members are told of changed roles.
    static List<Dispatch> updated(Collection<Role> roles) {
        return roles.stream()
                .map(role -> RoleEvent.GUILD_ROLE_UPDATE.with(GuildApi.Role.of(role)))
                .toList();
    }

    /// What members are told of a role that is gone.
    ///
    /// @param moved other roles, which have new places
    static List<Dispatch> deleted(GuildId guild, RoleId role, Collection<Role> moved) {
        var dispatches = new ArrayList<Dispatch>();
        dispatches.add(RoleEvent.GUILD_ROLE_DELETE.with(new RoleApi.RoleDeleted(guild, role)));
        dispatches.addAll(updated(moved));
        return dispatches;
    }
}
