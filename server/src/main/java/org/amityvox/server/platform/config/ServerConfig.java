// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.kernel.Secret;
import org.jspecify.annotations.Nullable;

/// Every setting of the server. docs/configuration.md tells people what each of them does.
public record ServerConfig(
        Http http,
        Database database,
        Nats nats,
        Cache cache,
        Data data,
        Accounts accounts,
        Limits limits,
        Events events,
        Metrics metrics,
        Log log) {

    /// Reads the file and the environment and checks everything. The environment wins over the file.
    ///
    /// @throws ConfigException with every problem, if there is any
    public static ServerConfig load(Optional<Path> file, Map<String, String> environment) {
        var reader = new ConfigReader(file, environment);
        var config = ServerSettings.read(reader, environment);
        reader.finish();
        return config;
    }

    /// All settings, section by section.
    public static List<Setting> settings() {
        var reader = new ConfigReader(Optional.empty(), Map.of());
        ServerSettings.read(reader, Map.of());
        return reader.settings();
    }

    /// What the server listens on, and whom it believes.
    ///
    /// @param port 0 for any free one
    /// @param publicUrl an origin without a slash at its end; empty means `http://localhost:<port>`
    /// @param trustedProxies whose forwarding headers count
    /// @param allowedOrigins beside the server's own, as browsers write them
    /// @param webDirectory the built web client, absolute; null for the one that came with the server
    public record Http(
            String address,
            int port,
            String publicUrl,
            List<AddressRange> trustedProxies,
            List<String> allowedOrigins,
            @Nullable Path webDirectory) {
        public Http {
            trustedProxies = List.copyOf(trustedProxies);
            allowedOrigins = List.copyOf(allowedOrigins);
        }

        /// Whether this peer's forwarding headers count.
        public boolean trusts(InetAddress peer) {
            return trustedProxies.stream().anyMatch(range -> range.contains(peer));
        }
    }

    /// Where the database is.
    ///
    /// @param url a JDBC URL without credentials; empty for the PostgreSQL that the server runs itself
    public record Database(String url, String user, Secret password, int poolSize) {
        /// Whether the server runs the database itself.
        public boolean embedded() {
            return url.isEmpty();
        }
    }

    /// What carries events between the servers of an instance.
    ///
    /// @param url without credentials; empty when there is one server only
    /// @param user empty for nobody in particular
    public record Nats(String url, String user, Secret password) {
        public static final Nats NONE = new Nats("", "", Secret.of(""));

        public boolean used() {
            return !url.isEmpty();
        }
    }

    /// What the servers of an instance remember together.
    ///
    /// @param url without credentials; empty when each remembers for itself
    /// @param user empty for the one that has no name
    public record Cache(String url, String user, Secret password) {
        public static final Cache NONE = new Cache("", "", Secret.of(""));

        public boolean used() {
            return !url.isEmpty();
        }
    }

    /// Where everything is kept.
    ///
    /// @param directory absolute; it need not exist yet
    public record Data(Path directory) {}

    public record Accounts(
            Registration registration, int passwordMemoryKib, int passwordIterations, int passwordParallelism) {}

    /// Rate limits.
    ///
    /// @param scale what every limit is multiplied with; 0 switches limits off
    public record Limits(double scale) {}

    public record Events(Duration retention) {}

    /// The listener for Prometheus.
    ///
    /// @param port 0 for no listener
    public record Metrics(String address, int port) {}

    public record Log(LogFormat format, LogLevel level) {}
}
