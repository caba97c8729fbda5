// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A directory for each test, and an end for everything that was started in it.
///
/// The programs of PostgreSQL are those of [TestBinaries].
final class Sandbox implements BeforeEachCallback, AfterEachCallback {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<AutoCloseable> started = new ArrayList<>();
    private Path directory = Path.of("");
    private Path binaries = Path.of("");

    /// What may throw anything, to be tried until it does not.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = TestBinaries.openDirectory();
        binaries = TestBinaries.of(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var each : started.reversed()) {
            each.close();
        }
        killAll();
        DurableFiles.deleteTree(directory);
    }

    Path directory() {
        return directory;
    }

    Path binaries() {
        return binaries;
    }

    /// Where the database is, for a server on [#directory()].
    Path cluster() {
        return directory.resolve("postgres");
    }

    EmbeddedPostgresSettings durable() {
        return EmbeddedPostgresSettings.durable(directory).withBinaries(binaries);
    }

    EmbeddedPostgresSettings throwaway() {
        return EmbeddedPostgresSettings.throwaway(directory).withBinaries(binaries);
    }

    EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
        return closeLater(EmbeddedPostgres.start(settings));
    }

    <T extends AutoCloseable> T closeLater(T closeable) {
        started.add(closeable);
        return closeable;
    }

    static Connection connect(PostgresTarget target) throws SQLException {
        return DriverManager.getConnection(
                target.jdbcUrl(), target.user(), target.password().reveal());
    }

    /// Runs one statement; the answer is the first column of every row, as text.
    static List<String> query(PostgresTarget target, String sql) throws SQLException {
        try (var connection = connect(target)) {
            return query(connection, sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var values = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    static void await(String what, Condition condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Exception last = null;
        while (System.nanoTime() - end < 0) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what, last);
    }

    long postmasterPid() throws IOException {
        return PostmasterFile.read(cluster()).orElseThrow().pid();
    }

    /// `kill -9` of the postmaster alone.
    void killPostmaster() throws IOException {
        var process = LiveProcess.of(postmasterPid(), cluster()).orElseThrow();
        killAll(List.of(process));
    }

    /// `kill -9` of every process of PostgreSQL.
    void killAll() throws IOException {
        killAll(LiveProcess.allIn(cluster()));
    }

    /// Refuses to touch what cannot be PostgreSQL's: were the search for its processes ever wrong,
    /// tests that run as root would end the whole system.
    static void killAll(List<LiveProcess> processes) throws IOException {
        if (isRoot()) {
            assertThat(processes).noneMatch(process -> isRoots(process.pid()));
        }
        processes.forEach(process -> process.handle().destroyForcibly());
        await("they are gone", () -> processes.stream().noneMatch(LiveProcess::isAlive));
    }

    private static boolean isRoots(long pid) {
        try {
            return Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid")
                    .equals(0);
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }

    static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
