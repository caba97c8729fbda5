// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig.Accounts;
import org.amityvox.server.platform.config.ServerConfig.Cache;
import org.amityvox.server.platform.config.ServerConfig.Data;
import org.amityvox.server.platform.config.ServerConfig.Database;
import org.amityvox.server.platform.config.ServerConfig.Events;
import org.amityvox.server.platform.config.ServerConfig.Http;
import org.amityvox.server.platform.config.ServerConfig.Limits;
import org.amityvox.server.platform.config.ServerConfig.Log;
import org.amityvox.server.platform.config.ServerConfig.Metrics;
import org.amityvox.server.platform.config.ServerConfig.Nats;

/// Each setting once: key, default, rule and what people are told about it.
final class ServerSettings {
    private static final int MOST_MEMORY_KIB = 4 * 1024 * 1024;

    private ServerSettings() {}

    static ServerConfig read(ConfigReader reader, Map<String, String> environment) {
        var config = new ServerConfig(
                http(reader),
                database(reader),
                nats(reader),
                cache(reader),
                data(reader, environment),
                accounts(reader),
                new Limits(reader.read(
                        "limits.scale",
                        "1.0",
                        Rules.number(0, 1000),
                        "Every rate limit is multiplied with this. 2 allows twice as much; 0 switches the limits off, for"
                                + " tests and benchmarks.")),
                new Events(reader.read(
                        "events.retention",
                        "7d",
                        Rules.span(Duration.ofHours(1), Duration.ofDays(365)),
                        "How long the log of changes is kept. A client that was away for longer loads everything"
                                + " afresh.")),
                metrics(reader),
                log(reader));
        checkTogether(reader, config);
        return config;
    }

    private static Http http(ConfigReader reader) {
        return new Http(
                reader.read(
                        "http.address",
                        "0.0.0.0",
                        WebRules.listenAddress(),
                        "The address that the server listens on. 0.0.0.0 is every network of the machine, 127.0.0.1 the"
                                + " machine itself, for use behind a proxy."),
                reader.read(
                        "http.port",
                        "8080",
                        Rules.wholeNumber(0, 65535),
                        "The port that the server listens on. 0 takes any free one."),
                reader.read(
                        "http.public_url",
                        "",
                        WebRules.publicUrl(),
                        "The address that people type into their browser; invite links begin with it. Empty means"
                                + " http://localhost with the port."),
                reader.read(
                        "http.trusted_proxies",
                        "",
                        WebRules.ranges(),
                        "The proxies in front of the server. Only what comes from them may say in its headers where a"
                                + " request really came from."),
                reader.read(
                        "http.allowed_origins",
                        "",
                        WebRules.origins(),
                        "Other web sites whose pages may connect to this server. Its own address is always allowed."),
                reader.readFolder(
                                "http.web_directory",
                                "`\"\"`",
                                "The folder with the built web client. Empty means the one that came with the server.")
                        .orElse(null));
    }

    private static Database database(ConfigReader reader) {
        return new Database(
                reader.read(
                        "database.url",
                        "",
                        WebRules.databaseUrl(),
                        "The PostgreSQL database (15 or newer). Empty means that the server starts one of its own and"
                                + " keeps it in the data directory."),
                reader.read(
                        "database.user", "amityvox", Rules.text(), "The database user, for a database of your own."),
                password(reader, "database"),
                reader.read(
                        "database.pool_size",
                        "6",
                        Rules.wholeNumber(1, 200),
                        "How many connections to the database are open at most."));
    }

    private static Secret password(ConfigReader reader, String section) {
        return reader.read(
                section + ".password",
                "",
                Rules.secret(),
                "The password of that user. Better not in this file: put it into a file of its own and name that"
                        + " in AMITYVOX_%s_PASSWORD_FILE.".formatted(section.toUpperCase(Locale.ROOT)));
    }

    private static Nats nats(ConfigReader reader) {
        return new Nats(
                reader.read(
                        "nats.url",
                        "",
                        WebRules.serviceUrl("nats", "nats", "tls", "nats://localhost:4222"),
                        "The NATS server that carries events between the servers of one instance; tls:// encrypts. Only"
                                + " they may reach it: whoever can publish there is believed. Empty is right for a single"
                                + " server."),
                reader.read(
                        "nats.user", "", Rules.optionalText(), "The user to log in with at NATS, if it asks for one."),
                password(reader, "nats"));
    }

    private static Cache cache(ConfigReader reader) {
        return new Cache(
                reader.read(
                        "cache.url",
                        "",
                        WebRules.serviceUrl("cache", "redis", "rediss", "redis://localhost:6379"),
                        "The Valkey, DragonflyDB or Redis (7 or newer) in which the servers of one instance count rate"
                                + " limits together and see who is online; rediss:// encrypts. Nothing is lost with it. Empty"
                                + " is right for a single server."),
                reader.read(
                        "cache.user",
                        "",
                        Rules.optionalText(),
                        "The user to log in with there, if it has users with names."),
                reader.read(
                        "cache.password",
                        "",
                        Rules.secret(),
                        "The password to log in with there. Better not in this file: put it into a file of its own and name"
                                + " that in AMITYVOX_CACHE_PASSWORD_FILE."));
    }

    private static Data data(ConfigReader reader, Map<String, String> environment) {
        return new Data(reader.readFolder(
                        "data.directory",
                        DataDirectory.WORDS,
                        "Where everything is kept: the server's own database, its secrets, uploaded files. A relative"
                                + " path starts from the folder of the configuration file.")
                .orElseGet(() -> DataDirectory.standard(
                                environment, System.getProperty("user.name", ""), System.getProperty("user.home", ""))
                        .toAbsolutePath()));
    }

    private static Accounts accounts(ConfigReader reader) {
        return new Accounts(
                reader.read(
                        "accounts.registration",
                        "invite",
                        Rules.oneOf(Registration.class),
                        "Who may make an account: whoever has an invite, everyone (open), or nobody but administrators"
                                + " (closed)."),
                reader.read(
                        "accounts.password_memory_kib",
                        "19456",
                        Rules.wholeNumber(1024, MOST_MEMORY_KIB),
                        "Memory that checking one password takes, in KiB. More makes stolen passwords harder to guess"
                                + " and logging in slower."),
                reader.read(
                        "accounts.password_iterations",
                        "2",
                        Rules.wholeNumber(1, 100),
                        "How many times that memory is gone through for one password."),
                reader.read(
                        "accounts.password_parallelism",
                        "1",
                        Rules.wholeNumber(1, 64),
                        "How many processor cores check one password together."));
    }

    private static Metrics metrics(ConfigReader reader) {
        return new Metrics(
                reader.read(
                        "metrics.address",
                        "127.0.0.1",
                        WebRules.listenAddress(),
                        "The address that answers Prometheus. There is no password: keep it private."),
                reader.read(
                        "metrics.port",
                        "9464",
                        Rules.wholeNumber(0, 65535),
                        "The port that answers Prometheus, at /metrics. 0 switches it off."));
    }

    private static Log log(ConfigReader reader) {
        return new Log(
                reader.read(
                        "log.format",
                        "auto",
                        Rules.oneOf(LogFormat.class),
                        "How log lines are written: text for people, json for programs, auto for text on a terminal and"
                                + " json elsewhere."),
                reader.read(
                        "log.level",
                        "info",
                        Rules.oneOf(LogLevel.class),
                        "The least serious line that is logged. Each level includes those before it."));
    }

    private static void checkTogether(ConfigReader reader, ServerConfig config) {
        var metrics = config.metrics();
        if (reader.isSound("http.port", "metrics.port")
                && metrics.port() != 0
                && metrics.port() == config.http().port()) {
            reader.refuse("metrics.port", "must differ from http.port", "Choose another free port, or 0 for none.");
        }
        if (reader.isSound("database.url", "database.password")
                && config.database().embedded()
                && !config.database().password().reveal().isEmpty()) {
            reader.refuse(
                    "database.password",
                    "must be empty without database.url, since the server's own database has a generated password",
                    "Set database.url to your database, or remove the password.");
        }
        var nats = config.nats();
        requireOwner(reader, "nats.url", nats.url(), "nats.user", nats.user());
        requireOwner(
                reader,
                "nats.user",
                nats.user(),
                "nats.password",
                nats.password().reveal());
        var cache = config.cache();
        requireOwner(
                reader,
                "cache.url",
                cache.url(),
                "cache.password",
                cache.password().reveal());
        requireOwner(reader, "cache.password", cache.password().reveal(), "cache.user", cache.user());
    }

    /// What is of no use without another setting is a mistake.
    private static void requireOwner(ConfigReader reader, String owner, String owning, String key, String value) {
        if (reader.isSound(owner, key) && owning.isEmpty() && !value.isEmpty()) {
            reader.refuse(
                    key, "must be empty without %s".formatted(owner), "Set %s, or remove %s.".formatted(owner, key));
        }
    }
}
