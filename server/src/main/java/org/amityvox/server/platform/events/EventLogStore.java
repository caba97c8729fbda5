// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.db.Tx;

/// The `event_log` table.
final class EventLogStore {
    private static final String INSERT = """
            INSERT INTO event_log (kind, guild_id, channel_id, user_id, object_id, actor_id, origin, detail, created_at)
            VALUES (:kind, :guild::text, :channel::text, :user::text, :object::text, :actor::text, :origin,
                    CASE WHEN cardinality(:ids::text[]) > 0 THEN jsonb_build_object('ids', :ids::text[]) END, :at)
            RETURNING pos
            """;

    private static final String FROM = """
            SELECT pos, kind, guild_id, channel_id, user_id, object_id, actor_id,
                   ARRAY(SELECT jsonb_array_elements_text(detail -> 'ids')) AS ids
              FROM event_log
             WHERE pos >= :from
             ORDER BY pos
             LIMIT :limit
            """;

    private static final String NEWEST = """
            SELECT pos
              FROM event_log
             ORDER BY pos DESC
             LIMIT 1
            """;

    private static final String VISIBLE_AFTER = """
            SELECT pos
              FROM event_log
             WHERE pos > :after
             ORDER BY pos
             LIMIT :limit
            """;

    private static final String OLDEST_KEPT = """
            SELECT min((regexp_match(relname, '^event_log_(\\d+)$'))[1]::bigint) AS pos
              FROM pg_class JOIN pg_inherits ON pg_inherits.inhrelid = pg_class.oid
             WHERE pg_inherits.inhparent = 'event_log'::regclass
             LIMIT 1
            """;

    private static final String GREATEST_DRAWN = "SELECT last_value AS pos FROM event_log_pos";

    private static final String NEW_TRANSACTION_ID = "SELECT pg_current_xact_id()::text AS id";

    private static final String SETTLED = """
            SELECT pg_snapshot_xmin(pg_current_snapshot()) >= :bound::xid8 AS settled,
                   (SELECT min(pos) FROM event_log WHERE pos >= :from) AS first
            """;

    /// @return the position that the row was given
    long insert(Tx tx, LogRow row, InstanceId origin, Instant at) {
        return tx.sql(INSERT)
                .bind("kind", row.kind())
                .bind("guild", row.guild())
                .bind("channel", row.channel())
                .bind("user", row.user())
                .bind("object", row.object())
                .bind("actor", row.actor())
                .bind("origin", origin)
                .bind("ids", row.ids())
                .bind("at", at)
                .one(stored -> stored.number("pos"));
    }

    /// Rows at and beyond `from`, ascending, at most `limit`.
    List<StoredRow> from(Tx tx, long from, int limit) {
        return tx.sql(FROM).bind("from", from).bind("limit", limit).list(StoredRow::of);
    }

    /// The greatest visible position; 0 when the log is empty.
    long newest(Tx tx) {
        return tx.sql(NEWEST).first(row -> row.number("pos")).orElse(0L);
    }

    /// The visible positions beyond `after`, ascending, at most `limit`.
    List<Long> visibleAfter(Tx tx, long after, int limit) {
        return tx.sql(VISIBLE_AFTER).bind("after", after).bind("limit", limit).list(row -> row.number("pos"));
    }

    /// The lowest position that retention has left; rows below it are gone.
    long oldestKept(Tx tx) {
        return tx.sql(OLDEST_KEPT)
                .first(row -> Optional.ofNullable(row.numberOrNull("pos")))
                .flatMap(pos -> pos)
                .orElse(0L);
    }

    /// The greatest position that was ever given out, whether or not its transaction has ended; 1 before the first.
    long greatestDrawn(Tx tx) {
        return tx.sql(GREATEST_DRAWN).one(row -> row.number("pos"));
    }

    /// A transaction id greater than that of every transaction which has drawn a position by now.
    String newTransactionId(Tx tx) {
        return tx.sql(NEW_TRANSACTION_ID).one(row -> row.text("id"));
    }

    /// What one statement sees: whether all transactions before `bound` have ended, and the first row at or beyond
    /// `from`.
    Settled settled(Tx tx, String bound, long from) {
        return tx.sql(SETTLED)
                .bind("bound", bound)
                .bind("from", from)
                .one(row -> new Settled(row.flag("settled"), Optional.ofNullable(row.numberOrNull("first"))));
    }

    record Settled(boolean settled, Optional<Long> first) {}
}
