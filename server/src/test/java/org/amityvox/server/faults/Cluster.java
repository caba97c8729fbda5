// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.amityvox.server.app.Api;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgres;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.db.embedded.TestBinaries;
import org.amityvox.server.platform.services.TestService;

/// Two servers behind Caddy, on one PostgreSQL, one NATS and one Valkey: each a process, or several, that can be killed
/// and paused. What is killed is started again on the same port.
final class Cluster implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final Path database;
    private final TestService nats;
    private final TestService cache;
    private final List<ServerProcess> servers;
    private final TestService proxy;

    /// @param binaries of PostgreSQL
    Cluster(Path binaries) throws IOException {
        directory = TestBinaries.openDirectory();
        parts.push(() -> TestBinaries.deleteTree(directory));
        try {
            database = Files.createDirectory(directory.resolve("database"));
            nats = add(TestService.nats());
            cache = add(TestService.valkey());
            var postgres = add(EmbeddedPostgres.start(
                    EmbeddedPostgresSettings.durable(database).withBinaries(binaries)));
            var target = postgres.target();
            var settings = Map.ofEntries(
                    Map.entry("AMITYVOX_DATABASE_URL", target.jdbcUrl()),
                    Map.entry("AMITYVOX_DATABASE_USER", target.user()),
                    Map.entry("AMITYVOX_DATABASE_PASSWORD", target.password().reveal()),
                    Map.entry("AMITYVOX_NATS_URL", nats.url()),
                    Map.entry("AMITYVOX_CACHE_URL", cache.url()),
                    Map.entry("AMITYVOX_HTTP_TRUSTED_PROXIES", "127.0.0.1"),
                    Map.entry("AMITYVOX_ACCOUNTS_REGISTRATION", "open"),
                    Map.entry("AMITYVOX_LIMITS_SCALE", "1000"),
                    Map.entry("AMITYVOX_METRICS_PORT", "0"));
            servers = List.of(
                    add(new ServerProcess("one", directory, settings, http)),
                    add(new ServerProcess("two", directory, settings, http)));
            // Both at the same moment, on an empty database.
            servers.forEach(ServerProcess::launch);
            servers.forEach(ServerProcess::awaitReady);
            proxy = add(TestService.caddy(
                    servers.stream().map(server -> "127.0.0.1:" + server.port()).toList()));
        } catch (RuntimeException | Error | IOException e) {
            close();
            throw e;
        }
    }

    HttpClient http() {
        return http;
    }

    /// Through Caddy, as everybody comes.
    Api api() {
        return new Api(http, this::port);
    }

    /// Of Caddy.
    int port() {
        return proxy.port();
    }

    TestService nats() {
        return nats;
    }

    TestService cache() {
        return cache;
    }

    /// Caddy.
    TestService proxy() {
        return proxy;
    }

    List<ServerProcess> servers() {
        return servers;
    }

    /// The process from which all others of PostgreSQL descend.
    ProcessHandle postmaster() {
        try {
            var file = Files.readAllLines(database.resolve("postgres").resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(file.getFirst())).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("PostgreSQL does not run", e);
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        http.close();
    }
}
