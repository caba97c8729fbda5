// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.LocalEventBus;
import org.amityvox.server.platform.events.NatsEventBus;
import org.amityvox.server.platform.http.HealthCheck;
import org.amityvox.server.platform.http.LocalRateLimiter;
import org.amityvox.server.platform.http.RateLimiter;
import org.amityvox.server.platform.http.SharedRateLimiter;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.telemetry.Metrics;

/// What joins this process with others of its instance, beside the database: NATS and the cache server, where they are
/// configured. Without them not a class of their libraries is loaded.
///
/// @param checks for what is configured
record Connections(EventBus bus, Optional<CacheServer> cache, List<HealthCheck> checks) implements AutoCloseable {
    Connections {
        checks = List.copyOf(checks);
    }

    /// A process that is alone, or needs nobody to hear at once what it does: the others read it from the log.
    static Connections none() {
        return new Connections(new LocalEventBus(), Optional.empty(), List.of());
    }

    /// Returns at once; what is not there yet is looked for until it is found.
    static Connections open(ServerConfig config, InstanceId instance, Json json, Metrics metrics) {
        var checks = new ArrayList<HealthCheck>();
        EventBus bus = new LocalEventBus();
        if (config.nats().used()) {
            var nats = NatsEventBus.open(config.nats(), instance, json, metrics);
            checks.add(HealthChecks.nats(nats));
            bus = nats;
        }
        var cache = Optional.<CacheServer>empty();
        if (config.cache().used()) {
            var server = CacheServer.open(config.cache(), metrics);
            checks.add(HealthChecks.cache(server));
            cache = Optional.of(server);
        }
        return new Connections(bus, cache, checks);
    }

    RateLimiter limiter(InstanceId instance, double scale, Metrics metrics) {
        return cache.<RateLimiter>map(server -> new SharedRateLimiter(server, instance, scale, metrics))
                .orElseGet(() -> new LocalRateLimiter(scale));
    }

    @Override
    public void close() {
        bus.close();
        // Not a method reference, which would load the class and its library although there is no cache server.
        cache.ifPresent(server -> server.close());
    }
}
