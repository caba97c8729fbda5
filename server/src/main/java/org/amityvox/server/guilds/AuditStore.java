// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `audit_log` table.
final class AuditStore {
    private static final String INSERT = """
            INSERT INTO audit_log (id, guild_id, actor_id, action, target_type, target_id, target_name, reason,
                                   before, after, created_at)
            VALUES (:id, :guild, :actor, :action, :target_type, :target_id, :target_name::text, :reason::text,
                    :before::jsonb, :after::jsonb, :at)
            """;

    /// @param before as JSON
    /// @param after as JSON
    void insert(Tx tx, String id, AuditEntry entry, @Nullable String before, @Nullable String after, Instant at) {
        tx.sql(INSERT)
                .bind("id", id)
                .bind("guild", entry.guildId())
                .bind("actor", entry.actorId())
                .bind("action", entry.action().wireName())
                .bind("target_type", entry.action().targetType())
                .bind("target_id", entry.targetId())
                .bind("target_name", entry.targetName())
                .bind("reason", entry.reason())
                .bind("before", before)
                .bind("after", after)
                .bind("at", at)
                .update();
    }
}
