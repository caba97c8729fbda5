// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of the audit log, as it is stored.
public record Audited(
        String action,
        String actorId,
        String targetId,
        @Nullable String targetName,
        @Nullable String reason,
        @Nullable String before,
        @Nullable String after) {
    private static final String LIST = """
            SELECT action, actor_id, target_id, target_name, reason, before::text AS before, after::text AS after
              FROM audit_log
             WHERE guild_id = :guild
             ORDER BY created_at, id
            """;

    /// The entries of a guild, oldest first; without those of building the world, which are about roles and invites.
    public static List<Audited> in(TestInstance instance, World guild) {
        return instance
                .db()
                .single(tx -> tx.sql(LIST)
                        .bind("guild", guild.id())
                        .list(row -> new Audited(
                                row.text("action"),
                                row.text("actor_id"),
                                row.text("target_id"),
                                row.textOrNull("target_name"),
                                row.textOrNull("reason"),
                                row.textOrNull("before"),
                                row.textOrNull("after"))))
                .stream()
                .filter(entry -> !entry.action().matches("(role|invite|member_role).*"))
                .toList();
    }
}
