// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.LogFormat;
import org.amityvox.server.platform.config.LogLevel;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.presence.PresenceService;
import org.jspecify.annotations.Nullable;

/// A real server on a free port, on a database of its own.
public final class TestInstance implements AutoCloseable {
    private static final Path WEB = smallestWebClient();

    private static final String DUE = """
            SELECT (SELECT count(*) FROM timeouts WHERE until <= :now)
                 + (SELECT count(*) FROM bans WHERE expires_at <= :now) AS count
            """;

    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(10);

    private final DatabaseTarget target;
    private final Registration registration;
    private final double limits;
    private final ServerConfig.Nats nats;
    private final ServerConfig.Cache cache;
    private final TestClock clock = new TestClock();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<GatewayClient> clients = new ArrayList<>();
    private TestBus bus = new TestBus();
    private RunningServer server;

    /// Starts on a database, which may have been another server's.
    TestInstance(DatabaseTarget target, Registration registration) {
        this(target, registration, 0);
    }

    /// @param limits scale of the limits; 0 => there are none
    TestInstance(DatabaseTarget target, Registration registration, double limits) {
        this(target, registration, limits, ServerConfig.Nats.NONE, ServerConfig.Cache.NONE);
    }

    TestInstance(
            DatabaseTarget target,
            Registration registration,
            double limits,
            ServerConfig.Nats nats,
            ServerConfig.Cache cache) {
        this.target = target;
        this.registration = registration;
        this.limits = limits;
        this.nats = nats;
        this.cache = cache;
        this.server = start();
    }

    private RunningServer start() {
        var config = new ServerConfig(
                new ServerConfig.Http("127.0.0.1", 0, "", List.of(), List.of(), WEB),
                new ServerConfig.Database(target.url(), target.user(), target.password(), 6),
                nats,
                cache,
                new ServerConfig.Data(WEB),
                new ServerConfig.Accounts(registration, 1024, 1, 1),
                new ServerConfig.Limits(limits),
                new ServerConfig.Events(Duration.ofDays(7)),
                new ServerConfig.Metrics("127.0.0.1", 0),
                new ServerConfig.Log(LogFormat.TEXT, LogLevel.WARN));
        return RunningServer.start(
                config, EmbeddedPostgresSettings.throwaway(WEB), new Surroundings(clock, this::disturbed));
    }

    private EventBus disturbed(EventBus carrier) {
        bus = new TestBus(carrier);
        return bus;
    }

    private static Path smallestWebClient() {
        try {
            var directory = Files.createTempDirectory("amityvox-web-");
            var page = Files.writeString(directory.resolve("app.html"), "<!doctype html>");
            page.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops the server and starts another one on the same data.
    public void restart() {
        server.close();
        server = start();
    }

    /// Stops the server; nothing else works any more.
    public void stop() {
        server.close();
    }

    public Given given() {
        return new Given(this);
    }

    public Api api() {
        return new Api(http, () -> server.port());
    }

    DatabaseTarget target() {
        return target;
    }

    public int port() {
        return server.port();
    }

    public TestClock clock() {
        return clock;
    }

    public TestBus bus() {
        return bus;
    }

    public Database db() {
        return server.db();
    }

    /// A connection beside the server's, to do what the server never would.
    public Connection connection() throws SQLException {
        return TestDatabases.connect(target);
    }

    /// Waits until everything that is committed was handed on to the gateway.
    public void settle() {
        var newest = db().<Long>single(tx ->
                tx.sql("SELECT coalesce(max(pos), 0) AS pos FROM event_log").one(row -> row.number("pos")));
        var end = System.nanoTime() + SETTLE_WITHIN.toNanos();
        while (features().tail().handedOn() < newest) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Change %s was not handed on".formatted(newest));
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    public AccountService accounts() {
        return features().accounts().accounts();
    }

    public GuildService guilds() {
        return features().guilds().guilds();
    }

    public PresenceService presence() {
        return features().presence().presence();
    }

    /// Waits until everything has ended that is over by the clock.
    public void endDue() {
        var end = System.nanoTime() + SETTLE_WITHIN.toNanos();
        do {
            features().moderation().due().run();
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Something that is over does not end");
            }
        } while (db().<Long>single(
                                tx -> tx.sql(DUE).bind("now", clock.instant()).one(row -> row.number("count")))
                > 0);
    }

    /// Removes for good what is deleted.
    public void removeRemains(Duration retention) {
        features().messages().remains().run(retention);
    }

    /// Every route.
    public List<Endpoint> endpoints() {
        return features().routes().stream()
                .flatMap(routes -> routes.endpoints().stream())
                .toList();
    }

    /// Every kind of event that clients are told of.
    public List<WireType<?>> events() {
        return features().events();
    }

    Features features() {
        return server.features();
    }

    /// What makes the first administrator.
    public @Nullable String setupSecret() {
        return server.setupSecret().map(Secret::reveal).orElse(null);
    }

    /// Opens a socket that nobody has signed in on yet; it has had Hello.
    public GatewayClient socket() {
        return socket("");
    }

    public synchronized GatewayClient socket(String query) {
        var client = new GatewayClient(http, port(), query);
        clients.add(client);
        return client;
    }

    /// A socket that is live: it has had READY, with everything that was committed.
    public GatewayClient connect(Person person) {
        settle();
        return connectAtOnce(person);
    }

    /// As [#connect], while things are still on their way.
    public GatewayClient connectAtOnce(Person person) {
        var client = socket();
        client.identify(person);
        client.awaitReady();
        return client;
    }

    /// Ends what a test has left open.
    public synchronized void hangUp() {
        clients.forEach(GatewayClient::close);
        clients.clear();
    }

    @Override
    public void close() {
        hangUp();
        server.close();
        http.shutdownNow();
    }
}
