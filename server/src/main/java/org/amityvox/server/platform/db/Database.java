// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// The pool of connections and the only way to run SQL.
///
/// - [#inTransaction] and [#useTransaction]: one transaction, committed when the work returns, rolled back when it
/// throws.
/// - [#inSnapshot]: one read-only view of everything, taken at the first statement.
/// - [#single]: each statement is a transaction of its own, and costs one round trip.
///
/// They do not nest: a method that has a [Tx] joins it by parameter.
public final class Database implements AutoCloseable {
    private static final ScopedValue<Boolean> BUSY = ScopedValue.newInstance();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_IN_TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    private final Pool pool;

    private Database(Pool pool) {
        this.pool = pool;
    }

    /// Where connections come from.
    private interface Pool extends AutoCloseable {
        Connection getConnection() throws SQLException;

        @Override
        void close();
    }

    /// A database that refuses every statement: for describing the program without running it.
    public static Database disconnected() {
        return new Database(new Pool() {
            @Override
            public Connection getConnection() {
                throw new IllegalStateException("There is no database");
            }

            @Override
            public void close() {}
        });
    }

    /// Connects lazily: a database that is away shows at the first statement.
    public static Database open(DatabaseTarget target, int poolSize) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(target.url());
        config.setUsername(target.user());
        config.setPassword(target.password().reveal());
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(Math.min(2, poolSize));
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "amityvox");
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT.toSeconds());
        config.addDataSourceProperty("socketTimeout", STATEMENT_TIMEOUT.toSeconds() + 5);
        config.addDataSourceProperty("tcpKeepAlive", true);
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=%s -c idle_in_transaction_session_timeout=%s"
                        .formatted(STATEMENT_TIMEOUT.toMillis(), IDLE_IN_TRANSACTION_TIMEOUT.toMillis()));
        var source = new HikariDataSource(config);
        return new Database(new Pool() {
            @Override
            public Connection getConnection() throws SQLException {
                return source.getConnection();
            }

            @Override
            public void close() {
                source.close();
            }
        });
    }

    public <T> T inTransaction(Function<Tx, T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            return committing(connection, work);
        });
    }

    public void useTransaction(Consumer<Tx> work) {
        inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /// Every statement of `work` sees the same committed state.
    public <T> T inSnapshot(Function<Tx, T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return committing(connection, work);
        });
    }

    public <T> T single(Function<Tx, T> work) {
        return with(connection -> {
            var tx = new Tx(connection);
            return new Done<>(tx, work.apply(tx));
        });
    }

    /// Asks whether the database answers.
    ///
    /// @throws DatabaseException if it does not
    public void ping() {
        single(tx -> tx.sql("SELECT 1 AS one").one(row -> row.integer("one")));
    }

    /// Refuses slow or remote work while a connection is held: it would keep locks and hold up every reader of the log.
    public static void requireNoTransaction() {
        if (BUSY.isBound()) {
            throw new IllegalStateException("Not inside a transaction");
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /// @param tx whose actions after the commit are still to be run
    private record Done<T>(Tx tx, T result) {}

    private static <T> Done<T> committing(Connection connection, Function<Tx, T> work) throws SQLException {
        var tx = new Tx(connection);
        try {
            var result = work.apply(tx);
            connection.commit();
            return new Done<>(tx, result);
        } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private interface Work<T> {
        Done<T> on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) {
        requireNoTransaction();
        var done = ScopedValue.where(BUSY, true).call(() -> {
            try (var connection = pool.getConnection()) {
                return work.on(connection);
            } catch (SQLException e) {
                throw DatabaseException.of(e);
            }
        });
        // Without the connection: what follows the commit may have to wait for somebody who needs one.
        done.tx().committed();
        return done.result();
    }
}
