// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.time.Clock;
import java.time.Duration;
import org.amityvox.server.platform.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps room ahead in the log and drops what is too old to be asked for.
public final class LogRetention {
    private static final Logger log = LoggerFactory.getLogger(LogRetention.class);

    /// As in the migration that makes the log.
    private static final long PARTITION_SIZE = 100_000;

    private static final long AHEAD = 400_000;

    private static final String EXTEND = "SELECT event_log_extend(:size, :ahead) AS made";
    private static final String DROP = "SELECT event_log_drop(:size, :older_than) AS dropped";

    private final Database db;
    private final Clock clock;
    private final Duration retention;

    public LogRetention(Database db, Clock clock, Duration retention) {
        this.db = db;
        this.clock = clock;
        this.retention = retention;
    }

    /// Makes partitions until there is room for a few minutes of the heaviest load.
    public void extend() {
        db.useTransaction(tx ->
                tx.sql(EXTEND).bind("size", PARTITION_SIZE).bind("ahead", AHEAD).one(row -> row.integer("made")));
    }

    /// Drops the oldest partition if everything in it is older than the retention. Gives up at once when somebody reads
    /// the log; it comes again.
    public void drop() {
        var dropped = db.inTransaction(tx -> tx.sql(DROP)
                .bind("size", PARTITION_SIZE)
                .bind("older_than", clock.instant().minus(retention))
                .one(row -> row.integer("dropped")));
        if (dropped > 0) {
            log.atInfo().addKeyValue("partitions", dropped).log("Dropped old parts of the event log");
        }
    }
}
