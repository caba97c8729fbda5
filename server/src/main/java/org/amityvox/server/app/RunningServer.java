// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.events.LogRetention;
import org.amityvox.server.platform.http.HealthCheck;
import org.amityvox.server.platform.http.HttpServer;
import org.amityvox.server.platform.http.HttpSettings;
import org.amityvox.server.platform.http.HttpSettings.SocketLimits;
import org.amityvox.server.platform.jobs.Jobs;
import org.amityvox.server.platform.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server at work. Starting builds it up from the database to the listener; closing takes it down in the
/// other order: clients are sent away, requests are finished, the database stops last.
public final class RunningServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningServer.class);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    /// What ends by the clock ends for everybody about a second later at the latest.
    private static final Duration ENDS_INTERVAL = Duration.ofSeconds(1);

    private static final Duration EXTEND_INTERVAL = Duration.ofMinutes(1);
    /// A large household, or an office, behind one address.
    private static final int CONNECTIONS_PER_ADDRESS = 512;

    private static final Duration PRESENCE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration DUE_INTERVAL = Duration.ofMillis(200);
    private static final Duration USES_INTERVAL = Duration.ofSeconds(10);
    private static final Duration DROP_INTERVAL = Duration.ofMinutes(10);

    private final ServerConfig config;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Platform platform;
    private final Features features;
    private final HttpServer http;

    private RunningServer(ServerConfig config, EmbeddedPostgresSettings settings, Surroundings surroundings) {
        this.config = config;
        var metrics =
                add(Metrics.start(config.metrics().address(), config.metrics().port()));
        platform = add(Platform.open(
                config, settings, surroundings, (instance, json) -> Connections.open(config, instance, json, metrics)));
        features = Features.create(platform, config);
        var gateway = features.gateway().gateway();
        metrics.gauge("amityvox_gateway_connections", "Open sockets", gateway::connections);
        http = new HttpServer(
                httpSettings(config),
                platform.json(),
                platform.clock(),
                platform.connections()
                        .limiter(platform.events().origin(), config.limits().scale(), metrics),
                features.accounts().sessions(),
                features.routes(),
                checks(),
                List.of(gateway),
                metrics);
    }

    /// @throws RuntimeException of the part that cannot start, with what was started before it stopped again
    public static RunningServer start(ServerConfig config, EmbeddedPostgresSettings settings) {
        return start(config, settings, Surroundings.real());
    }

    static RunningServer start(ServerConfig config, EmbeddedPostgresSettings settings, Surroundings surroundings) {
        var server = new RunningServer(config, settings, surroundings);
        try {
            server.begin();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void begin() {
        var gateway = features.gateway().gateway();
        features.tail().start();
        add(features.tail());
        gateway.startAt(features.tail().handedOn());
        var presence = features.presence().presence();
        presence.start();
        add(presence::stop);
        var jobs = add(new Jobs());
        var retention = new LogRetention(
                platform.db(), platform.clock(), config.events().retention());
        retention.extend();
        jobs.every(WATCH_INTERVAL, "gateway-watch", gateway::watch);
        jobs.every(PRESENCE_INTERVAL, "presence", presence::tick);
        jobs.every(DUE_INTERVAL, "gateway-due", gateway::sendDue);
        jobs.every(USES_INTERVAL, "session-uses", features.accounts().sessions()::writeUses);
        jobs.every(ENDS_INTERVAL, "moderation-due", features.moderation().due()::run);
        jobs.every(
                EXTEND_INTERVAL,
                "deleted-channels",
                () -> features.messages().remains().run(config.events().retention()));
        jobs.every(EXTEND_INTERVAL, "log-extend", retention::extend);
        jobs.every(DROP_INTERVAL, "log-drop", retention::drop);
        var guilds = features.guilds().deletion();
        jobs.every(
                DROP_INTERVAL,
                "guilds-remove-ended",
                () -> guilds.removeEnded(config.events().retention()));
        add(http);
        http.start();
        add(gateway::sendAllAway);
    }

    private List<HealthCheck> checks() {
        var checks = new ArrayList<HealthCheck>();
        checks.add(HealthChecks.database(platform));
        checks.add(HealthChecks.events(features.tail()));
        checks.addAll(platform.connections().checks());
        return checks;
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    /// The origin at which people reach it.
    public String publicUrl() {
        return config.http().publicUrl().isEmpty()
                ? "http://localhost:" + port()
                : config.http().publicUrl();
    }

    /// What makes the first administrator; empty once there is one.
    public Optional<Secret> setupSecret() {
        return platform.instance().setupSecret();
    }

    /// For tests that look behind the API.
    Database db() {
        return platform.db();
    }

    /// For tests that make a world through the services.
    Features features() {
        return features;
    }

    @Override
    public void close() {
        for (var part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("A part did not stop cleanly");
            }
        }
        parts.clear();
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.add(part);
        return part;
    }

    private static HttpSettings httpSettings(ServerConfig config) {
        var http = config.http();
        var web = http.webDirectory();
        return new HttpSettings(
                http.address(),
                http.port(),
                http.publicUrl(),
                http.trustedProxies(),
                http.allowedOrigins(),
                web == null ? Path.of("web", "build") : web,
                SocketLimits.DEFAULT,
                (int) Math.ceil(CONNECTIONS_PER_ADDRESS * config.limits().scale()));
    }
}
