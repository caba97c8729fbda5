// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.accounts.InstanceService;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.amityvox.server.platform.db.Migrations;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgres;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresException;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.db.embedded.PostgresTarget;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every command works on: the database with its schema, the log, the bus. Closing it stops the
/// PostgreSQL that it started.
final class Platform implements AutoCloseable {
    static final String NEWER_DATABASE =
            "The database was written by a newer AmityVox. Start that version, or restore a backup.";

    private static final Logger log = LoggerFactory.getLogger(Platform.class);

    private final Optional<EmbeddedPostgres> postgres;
    private final Database db;
    private final Clock clock;
    private final Ulids ulids;
    private final Json json = new Json();
    private final InstanceService instance;
    private final Connections connections;
    private final EventBus bus;
    private final EventLog events;

    /// How a process is joined with others of the instance.
    @FunctionalInterface
    interface Joining {
        Connections join(InstanceId instance, Json json);
    }

    private Platform(
            Optional<EmbeddedPostgres> postgres,
            Database db,
            Surroundings surroundings,
            Function<InstanceService, InstanceId> identity,
            Joining joining) {
        this.postgres = postgres;
        this.db = db;
        this.clock = surroundings.clock();
        this.ulids = new Ulids(clock);
        this.instance = new InstanceService(db, ulids, clock);
        var id = identity.apply(instance);
        this.connections = joining.join(id, json);
        this.bus = surroundings.around().apply(connections.bus());
        this.events = new EventLog(id, bus, json);
    }

    /// A platform without a database, for describing what is built on it.
    static Platform described() {
        var surroundings = Surroundings.real();
        return new Platform(
                Optional.empty(),
                Database.disconnected(),
                surroundings,
                _ -> new InstanceId(new Ulids(surroundings.clock()).next()),
                (_, _) -> Connections.none());
    }

    /// Starts what is ours, connects to the rest and brings the schema up to date. For commands: a running server may
    /// own the database of the data directory, and hears of what they do from the log.
    ///
    /// @throws Failure if the database cannot be reached or was written by a newer program
    /// @throws EmbeddedPostgresException if our own PostgreSQL cannot run
    static Platform open(ServerConfig config, EmbeddedPostgresSettings settings) {
        return open(config, settings, Surroundings.real(), (_, _) -> Connections.none(), true);
    }

    /// As [#open(ServerConfig, EmbeddedPostgresSettings)], for a server.
    static Platform open(
            ServerConfig config, EmbeddedPostgresSettings settings, Surroundings surroundings, Joining joining) {
        return open(config, settings, surroundings, joining, false);
    }

    private static Platform open(
            ServerConfig config,
            EmbeddedPostgresSettings settings,
            Surroundings surroundings,
            Joining joining,
            boolean besideServer) {
        if (!config.database().embedded()) {
            var database = config.database();
            return open(
                    config,
                    Optional.empty(),
                    new DatabaseTarget(database.url(), database.user(), database.password()),
                    surroundings,
                    joining);
        }
        try {
            var postgres = EmbeddedPostgres.start(settings);
            return open(config, Optional.of(postgres), target(postgres.target()), surroundings, joining);
        } catch (EmbeddedPostgresException e) {
            var running = EmbeddedPostgres.runningIn(settings.directory());
            if (besideServer && e.reason() == Reason.DIRECTORY_IN_USE && running.isPresent()) {
                return open(config, Optional.empty(), target(running.get()), surroundings, joining);
            }
            throw e;
        }
    }

    private static Platform open(
            ServerConfig config,
            Optional<EmbeddedPostgres> postgres,
            DatabaseTarget target,
            Surroundings surroundings,
            Joining joining) {
        var db = Database.open(target, config.database().poolSize());
        try {
            bringUp(db, new Migrations(target));
            return new Platform(postgres, db, surroundings, InstanceService::ensureLocal, joining);
        } catch (RuntimeException e) {
            db.close();
            postgres.ifPresent(EmbeddedPostgres::close);
            throw e;
        }
    }

    static DatabaseTarget target(PostgresTarget postgres) {
        return new DatabaseTarget(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static void bringUp(Database db, Migrations migrations) {
        try {
            switch (migrations.state(db)) {
                case CURRENT -> {}
                case NEWER -> throw new Failure(ExitCode.UNAVAILABLE, NEWER_DATABASE);
                case EMPTY, PENDING -> {
                    log.atInfo().log("Bringing the database schema up to date");
                    migrations.migrate();
                }
            }
        } catch (DatabaseException e) {
            throw new Failure(ExitCode.UNAVAILABLE, unreachable(e));
        }
    }

    static String unreachable(DatabaseException e) {
        return "The database cannot be reached (%s). Check database.url, database.user and database.password."
                .formatted(e.getCause() == null ? e.kind() : e.getCause().getMessage());
    }

    Database db() {
        return db;
    }

    Clock clock() {
        return clock;
    }

    Ulids ulids() {
        return ulids;
    }

    Json json() {
        return json;
    }

    InstanceService instance() {
        return instance;
    }

    /// What joins this process with others, beside the database.
    Connections connections() {
        return connections;
    }

    EventBus bus() {
        return bus;
    }

    EventLog events() {
        return events;
    }

    /// Our own PostgreSQL, when it is us who run it.
    Optional<EmbeddedPostgres> postgres() {
        return postgres;
    }

    @Override
    public void close() {
        bus.close();
        connections.close();
        db.close();
        postgres.ifPresent(EmbeddedPostgres::close);
    }
}
