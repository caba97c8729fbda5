// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Holds a row, lets somebody come to wait for it, changes rights, and lets go: what they have decided by then is
/// decided on rights that are no more.
public final class Standstill {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private Standstill() {}

    /// @param hold a statement that locks the row
    /// @param waiter part of the statement that comes to wait
    /// @param change a statement that changes rights in the guild while it waits
    /// @return what became of `act`
    public static Reply during(
            TestInstance server, World guild, String hold, String waiter, Callable<Reply> act, String change)
            throws Exception {
        try (var connection = server.connection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            run(connection, hold);
            var reply = threads.submit(act);
            awaitWaiting(connection, waiter);
            run(connection, change);
            run(
                    connection,
                    "UPDATE guilds SET rights_version = rights_version + 1 WHERE id = '%s'"
                            .formatted(guild.id().value()));
            connection.commit();
            return reply.get(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitWaiting(Connection connection, String waiter) throws SQLException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT 1 FROM pg_stat_clear_snapshot(), pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database() AND query LIKE '%" + waiter + "%'")) {
                if (rows.next()) {
                    return;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new AssertionError("Nobody waits");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
