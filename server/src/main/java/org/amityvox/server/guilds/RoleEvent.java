// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.List;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to roles. Whatever moves other roles names those as well: each is told anew.
public sealed interface RoleEvent extends Event {
    WireType<GuildApi.Role> GUILD_ROLE_CREATE =
            new WireType<>("GUILD_ROLE_CREATE", GuildApi.Role.class, "Members of the guild");
    WireType<GuildApi.Role> GUILD_ROLE_UPDATE =
            new WireType<>("GUILD_ROLE_UPDATE", GuildApi.Role.class, "Members of the guild");
    WireType<RoleApi.RoleDeleted> GUILD_ROLE_DELETE = new WireType<>(
            "GUILD_ROLE_DELETE",
            RoleApi.RoleDeleted.class,
            "Members of the guild; the role is gone from every member, too");

    /// A role was made, below those in `moved`.
    record Created(GuildId guildId, RoleId roleId, List<RoleId> moved, UserId actor) implements RoleEvent {
        public Created {
            moved = List.copyOf(moved);
        }

        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.ROLE_CREATED)
                    .guild(guildId)
                    .object(roleId)
                    .actor(actor)
                    .ids(moved);
        }
    }

    /// A role was changed.
    record Updated(GuildId guildId, RoleId roleId, UserId actor) implements RoleEvent {
        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.ROLE_UPDATED)
                    .guild(guildId)
                    .object(roleId)
                    .actor(actor);
        }
    }

    /// A role was deleted, and those in `moved` took their new places.
    record Deleted(GuildId guildId, RoleId roleId, List<RoleId> moved, UserId actor) implements RoleEvent {
        public Deleted {
            moved = List.copyOf(moved);
        }

        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.ROLE_DELETED)
                    .guild(guildId)
                    .object(roleId)
                    .actor(actor)
                    .ids(moved);
        }
    }

    /// Roles have other places now.
    record Ordered(GuildId guildId, List<RoleId> moved, UserId actor) implements RoleEvent {
        public Ordered {
            moved = List.copyOf(moved);
        }

        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.ROLES_ORDERED)
                    .guild(guildId)
                    .actor(actor)
                    .ids(moved);
        }
    }
}
