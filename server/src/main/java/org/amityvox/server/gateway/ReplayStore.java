// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.StoredRow;

/// Reads the log on behalf of one account.
final class ReplayStore {
    private static final String MISSED = """
            SELECT e.pos, e.kind, e.guild_id, e.channel_id, e.user_id, e.object_id, e.actor_id,
                   e.ids
              FROM v_event_log e
             WHERE e.pos > :after
               AND e.pos <= :until
               AND (e.guild_id = ANY(:guilds)
                    OR e.user_id = :user
                    OR (e.kind = 'guild_deleted' AND e.guild_id = ANY(:gone))
                    OR (e.kind = 'user_updated'
                        AND EXISTS (SELECT 1
                                      FROM v_guild_memberships m
                                     WHERE m.user_id = e.user_id AND m.guild_id = ANY(:guilds))))
             ORDER BY e.pos
             LIMIT :limit
            """;

    private static final String COUNT = """
            SELECT count(*) AS count
              FROM (SELECT 1
                      FROM v_event_log e
                     WHERE e.pos > :after
                       AND e.pos <= :until
                       AND (e.guild_id = ANY(:guilds)
                            OR e.user_id = :user
                            OR (e.kind = 'guild_deleted' AND e.guild_id = ANY(:gone)))
                     LIMIT :limit) AS missed
            """;

    private static final String TIME_OF = """
            SELECT created_at
              FROM v_event_log
             WHERE pos <= :pos
             ORDER BY pos DESC
             LIMIT 1
            """;

    /// When the log had come to a position; empty if nothing that old is left.
    Optional<Instant> timeOf(Tx tx, long pos) {
        return tx.sql(TIME_OF).bind("pos", pos).first(row -> row.time("created_at"));
    }

    /// How many rows in `(after, until]` may concern `user`, a member of `guilds` and once of
    /// `gone`; counts no further than `limit`.
    int count(
            Tx tx,
            UserId user,
            Collection<GuildId> guilds,
            Collection<GuildId> gone,
            long after,
            long until,
            int limit) {
        return tx.sql(COUNT)
                .bind("user", user)
                .bind("guilds", guilds)
                .bind("gone", gone)
                .bind("after", after)
                .bind("until", until)
                .bind("limit", limit)
                .one(row -> row.integer("count"));
    }

    /// Rows in `(after, until]` that may concern `user`, a member of `guilds` and once of `gone`; ascending, at most
    /// `limit`.
    List<StoredRow> missed(
            Tx tx,
            UserId user,
            Collection<GuildId> guilds,
            Collection<GuildId> gone,
            long after,
            long until,
            int limit) {
        return tx.sql(MISSED)
                .bind("user", user)
                .bind("guilds", guilds)
                .bind("gone", gone)
                .bind("after", after)
                .bind("until", until)
                .bind("limit", limit)
                .list(StoredRow::of);
    }
}
