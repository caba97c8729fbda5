// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// A guild.
public record Guild(
        GuildId id, String name, @Nullable String description, UserId ownerId, int memberCount, Instant createdAt) {

    /// Reads the columns `id, name, description, owner_id, member_count, created_at`.
    static Guild of(Row row) {
        return new Guild(
                row.as("id", GuildId::new),
                row.text("name"),
                row.textOrNull("description"),
                row.as("owner_id", UserId::new),
                row.integer("member_count"),
                row.time("created_at"));
    }
}
