// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.amityvox.server.platform.db.Migrations;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgres;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.db.embedded.PostgresTarget;
import org.amityvox.server.platform.db.embedded.TestBinaries;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One PostgreSQL for all tests, and in it a database with all migrations for whoever wants one of their own.
public final class TestDatabases implements AutoCloseable {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TestDatabases.class);
    private static final String TEMPLATE = "migrated";
    private static final int MAX_CONNECTIONS = 100;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final AtomicInteger made = new AtomicInteger();

    private TestDatabases(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
        run("CREATE DATABASE " + TEMPLATE);
        new Migrations(target(TEMPLATE)).migrate();
    }

    public static TestDatabases of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("databases", _ -> start(TestBinaries.of(context)), TestDatabases.class);
    }

    private static TestDatabases start(Path binaries) {
        try {
            var directory = TestBinaries.openDirectory();
            var settings = EmbeddedPostgresSettings.throwaway(directory)
                    .withBinaries(binaries)
                    .withMaxConnections(MAX_CONNECTIONS);
            return new TestDatabases(directory, EmbeddedPostgres.start(settings));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A new database with all migrations and nothing in it.
    public DatabaseTarget fresh() {
        var name = "test_" + made.incrementAndGet();
        run("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy".formatted(name, TEMPLATE));
        return target(name);
    }

    /// A new database without anything in it.
    DatabaseTarget empty() {
        var name = "test_" + made.incrementAndGet();
        run("CREATE DATABASE " + name);
        return target(name);
    }

    /// A connection beside the server's, to do what the server never would.
    static Connection connect(DatabaseTarget target) throws SQLException {
        return DriverManager.getConnection(
                target.url(), target.user(), target.password().reveal());
    }

    private DatabaseTarget target(String database) {
        var own = postgres.target();
        var other = new PostgresTarget(own.host(), own.port(), database, own.user(), own.password());
        return new DatabaseTarget(other.jdbcUrl(), other.user(), other.password());
    }

    private void run(String sql) {
        var own = postgres.target();
        try (var connection = connect(new DatabaseTarget(own.jdbcUrl(), own.user(), own.password()));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        TestBinaries.deleteTree(directory);
    }
}
