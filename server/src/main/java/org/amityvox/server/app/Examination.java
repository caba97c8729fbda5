// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.amityvox.server.app.Finding.State;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.amityvox.server.platform.db.Migrations;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgres;
import org.amityvox.server.platform.events.NatsEventBus;
import org.amityvox.server.platform.http.HealthCheck;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonFault;
import org.jspecify.annotations.Nullable;

/// Looks at every part that a configuration names, from where a server would. Starts and changes nothing.
final class Examination {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ServerConfig config;

    Examination(ServerConfig config) {
        this.config = config;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(database());
        findings.add(nats());
        findings.add(cache());
        findings.addAll(server());
        return List.copyOf(findings);
    }

    private Finding database() {
        var database = config.database();
        if (!database.embedded()) {
            return database(new DatabaseTarget(database.url(), database.user(), database.password()));
        }
        return EmbeddedPostgres.runningIn(config.data().directory())
                .map(running -> database(Platform.target(running)))
                .orElse(new Finding("database", State.OFF, "The server runs its own PostgreSQL, and is not running."));
    }

    private static Finding database(DatabaseTarget target) {
        try (var db = Database.open(target, 1)) {
            return switch (new Migrations(target).state(db)) {
                case CURRENT -> new Finding("database", State.OK, "PostgreSQL answers.");
                case EMPTY, PENDING ->
                    new Finding(
                            "database", State.OK, "PostgreSQL answers; the next start brings its schema up to date.");
                case NEWER -> new Finding("database", State.DOWN, Platform.NEWER_DATABASE);
            };
        } catch (DatabaseException e) {
            return new Finding("database", State.DOWN, Platform.unreachable(e));
        }
    }

    private Finding nats() {
        if (!config.nats().used()) {
            return new Finding("nats", State.OFF, "Not used. Set nats.url to run several servers.");
        }
        return optional("nats", NatsEventBus.examine(config.nats()), "NATS answers.");
    }

    private Finding cache() {
        if (!config.cache().used()) {
            return new Finding("cache", State.OFF, "Not used. Set cache.url to run several servers.");
        }
        return optional("cache", CacheServer.examine(config.cache()), "The cache server answers.");
    }

    /// A part without which the server works, less well.
    private static Finding optional(String part, Optional<String> problem, String well) {
        return problem.map(sentence -> new Finding(part, State.DEGRADED, sentence))
                .orElse(new Finding(part, State.OK, well));
    }

    private List<Finding> server() {
        var port = config.http().port();
        if (port == 0) {
            return List.of(new Finding("server", State.OFF, "Its port is any free one, so it cannot be asked."));
        }
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var url = "http://%s:%d/ready?verbose".formatted(localHost(), port);
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            return server(port, client.send(request, BodyHandlers.ofByteArray()).body());
        } catch (ConnectException _) {
            return List.of(new Finding(
                    "server", State.OFF, "Nothing listens on port %d. The verb serve starts it.".formatted(port)));
        } catch (IOException e) {
            return List.of(new Finding(
                    "server",
                    State.DOWN,
                    "What listens on port %d does not answer (%s). Read its log.".formatted(port, e.getMessage())));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where a listener of this address is reached from the machine itself.
    private String localHost() {
        var address = config.http().address();
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> address.contains(":") ? "[" + address + "]" : address;
        };
    }

    private static List<Finding> server(int port, byte[] answer) {
        var parts = parts(answer);
        if (parts.isEmpty()) {
            return List.of(new Finding(
                    "server",
                    State.DOWN,
                    "Something else answers on port %d. Choose another http.port, or end it.".formatted(port)));
        }
        var findings = new ArrayList<Finding>();
        findings.add(new Finding("server", State.OK, "It answers on port %d.".formatted(port)));
        findings.addAll(parts);
        return findings;
    }

    /// The answer to `GET /ready?verbose`, good or bad.
    private record Ready(@Nullable Parts data, @Nullable Unready error) {}

    private record Unready(@Nullable Parts details) {}

    private record Parts(@Nullable List<Part> parts) {}

    private record Part(String name, HealthCheck.State state, String sentence) {
        /// JSON can lack what the types promise.
        private static boolean isWhole(@Nullable Part part) {
            return part != null
                    && Stream.<@Nullable Object>of(part.name, part.state, part.sentence)
                            .noneMatch(Objects::isNull);
        }

        private Finding finding() {
            var known = switch (state) {
                case OK -> State.OK;
                case DEGRADED -> State.DEGRADED;
                case DOWN -> State.DOWN;
            };
            return new Finding("server: " + name, known, sentence);
        }
    }

    /// None unless it is such an answer.
    private static List<Finding> parts(byte[] answer) {
        try {
            var ready = new Json().read(answer, Ready.class);
            return Stream.of(
                            Optional.ofNullable(ready.data()),
                            Optional.ofNullable(ready.error()).map(Unready::details))
                    .flatMap(Optional::stream)
                    .flatMap(parts -> Stream.ofNullable(parts.parts()))
                    .flatMap(List::stream)
                    .filter(Part::isWhole)
                    .map(Part::finding)
                    .toList();
        } catch (JsonFault _) {
            return List.of();
        }
    }
}
