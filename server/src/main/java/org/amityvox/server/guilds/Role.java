// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.HexFormat;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// A role; the one whose id is the guild's id is `@everyone`, at position 0.
///
/// @param color red, green, blue: eight bits each; `null` => none
/// @param hoist whether members with it are listed apart
public record Role(
        RoleId id, GuildId guildId, String name, @Nullable Integer color, boolean hoist, int position, Grant grant) {

    /// Reads the columns `id, guild_id, name, color, hoist, position, permissions_allow, permissions_deny`.
    static Role of(Row row) {
        var color = row.numberOrNull("color");
        return new Role(
                row.as("id", RoleId::new),
                row.as("guild_id", GuildId::new),
                row.text("name"),
                color == null ? null : Math.toIntExact(color),
                row.flag("hoist"),
                row.integer("position"),
                new Grant(
                        new PermissionSet(row.number("permissions_allow")),
                        new PermissionSet(row.number("permissions_deny"))));
    }

    /// The number of a color that is written as `#rrggbb`.
    static Integer color(String text) {
        return HexFormat.fromHexDigits(text, 1, text.length());
    }

    /// The color as `#rrggbb`.
    public @Nullable String colorText() {
        return color == null ? null : "#" + HexFormat.of().toHexDigits(color, 6);
    }

    /// Whether it is the one that every member has.
    public boolean isEveryone() {
        return id.value().equals(guildId.value());
    }
}
