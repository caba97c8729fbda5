// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import org.amityvox.server.platform.json.Json;

/// What the audit log of a guild holds, read behind the server's back.
public final class Audit {
    private static final Json JSON = new Json();

    private Audit() {}

    /// @param before nothing where the thing was made
    /// @param after nothing where the thing was removed
    public record Entry(String action, String actorId, String targetId, String targetName, Tree before, Tree after) {}

    /// Oldest first; without those of building the world, which are about roles and invites.
    public static List<Entry> of(TestInstance server, World guild) {
        return server.db()
                .single(tx -> tx.sql("""
                        SELECT action, actor_id, target_id, coalesce(target_name, '') AS target_name,
                               coalesce(before::text, 'null') AS before, coalesce(after::text, 'null') AS after
                          FROM audit_log
                         WHERE guild_id = :guild
                           AND action !~ '^(role|invite|member_role)'
                         ORDER BY created_at, id
                        """)
                        .bind("guild", guild.id())
                        .list(row -> new Entry(
                                row.text("action"),
                                row.text("actor_id"),
                                row.text("target_id"),
                                row.text("target_name"),
                                new Tree(JSON.readTree(row.text("before"))),
                                new Tree(JSON.readTree(row.text("after"))))));
    }

    public static Entry last(TestInstance server, World guild) {
        return of(server, guild).getLast();
    }
}
