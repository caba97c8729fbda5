// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;
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

    private static final String NEWEST = """
            SELECT id
              FROM audit_log
             WHERE guild_id = :guild
             ORDER BY id DESC
             LIMIT 1
            """;

    private static final String PAGE = """
            SELECT a.id, a.guild_id, a.action, a.target_type, a.target_id, a.target_name, a.reason,
                   a.before::text AS before, a.after::text AS after, a.created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM audit_log a
              LEFT JOIN v_user_profiles u ON u.id = a.actor_id
             WHERE a.guild_id = :guild
               AND (:before::text IS NULL OR a.id < :before)
               AND (:action::text IS NULL OR a.action = :action)
               AND (:actor::text IS NULL OR a.actor_id = :actor)
             ORDER BY a.id DESC
             LIMIT :limit
            """;

    /// Newest first.
    ///
    /// @param fields reads the JSON of fields with their values
    List<AuditRecord> page(
            Tx tx,
            GuildId guild,
            AuditService.Filter filter,
            Function<@Nullable String, @Nullable Map<String, @Nullable Object>> fields) {
        return tx.sql(PAGE)
                .bind("guild", guild)
                .bind("before", filter.before().orElse(null))
                .bind("action", filter.action().orElse(null))
                .bind("actor", filter.actor().orElse(null))
                .bind("limit", filter.limit())
                .list(row -> new AuditRecord(
                        row.text("id"),
                        row.as("guild_id", GuildId::new),
                        row.textOrNull("user_id") == null ? null : UserProfile.of(row),
                        row.text("action"),
                        row.text("target_type"),
                        row.text("target_id"),
                        row.textOrNull("target_name"),
                        row.textOrNull("reason"),
                        fields.apply(row.textOrNull("before")),
                        fields.apply(row.textOrNull("after")),
                        row.time("created_at")));
    }

    /// The id of the newest entry of a guild.
    Optional<String> newest(Tx tx, GuildId guild) {
        return tx.sql(NEWEST).bind("guild", guild).first(row -> row.text("id"));
    }

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
