// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.embedded.PostgresState;
import org.amityvox.server.platform.events.EventTail;
import org.amityvox.server.platform.events.NatsEventBus;
import org.amityvox.server.platform.http.HealthCheck;
import org.amityvox.server.platform.http.HealthCheck.Health;
import org.amityvox.server.platform.http.HealthCheck.State;

/// How the parts of a server are, for `GET /ready`.
final class HealthChecks {
    /// The tail goes round every second; one that has not for this long is stuck.
    private static final Duration STUCK_AFTER = Duration.ofSeconds(15);

    private HealthChecks() {}

    /// Without it nothing works.
    static HealthCheck database(Platform platform) {
        return new Check("database", true, () -> {
            if (platform.postgres()
                    .filter(postgres -> postgres.state() != PostgresState.RUNNING)
                    .isPresent()) {
                return new Health(State.DOWN, "PostgreSQL is being started again.");
            }
            try {
                platform.db().ping();
                return new Health(State.OK, "PostgreSQL answers.");
            } catch (DatabaseException e) {
                return new Health(State.DOWN, "PostgreSQL does not answer.");
            }
        });
    }

    /// Without it requests are answered, but nobody hears of anything live.
    static HealthCheck events(EventTail tail) {
        return new Check(
                "events",
                false,
                () -> tail.sinceLastStep().compareTo(STUCK_AFTER) < 0
                        ? new Health(State.OK, "Changes are told as they happen.")
                        : new Health(State.DEGRADED, "Changes are not told live; the log says why."));
    }

    /// Without it the servers of an instance hear of each other a little later.
    static HealthCheck nats(NatsEventBus nats) {
        return optional(
                "nats",
                () -> nats.problem(),
                "NATS carries events between servers.",
                "NATS: %s Events of other servers arrive within a second, from the database.");
    }

    /// Without it each server counts for itself.
    static HealthCheck cache(CacheServer cache) {
        return optional(
                "cache",
                () -> cache.problem(),
                "The cache server answers.",
                "Cache: %s Each server counts rate limits for itself.");
    }

    /// @param problem empty when all is well
    /// @param degraded with `%s` for the problem
    private static HealthCheck optional(String name, Supplier<Optional<String>> problem, String well, String degraded) {
        return new Check(
                name,
                false,
                () -> problem.get()
                        .map(sentence -> new Health(State.DEGRADED, degraded.formatted(sentence)))
                        .orElse(new Health(State.OK, well)));
    }

    private record Check(String name, boolean required, Supplier<Health> looking) implements HealthCheck {
        @Override
        public Health look() {
            return looking.get();
        }
    }
}
