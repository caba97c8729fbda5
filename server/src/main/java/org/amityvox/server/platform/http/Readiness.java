// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.amityvox.server.platform.http.HealthCheck.Health;
import org.amityvox.server.platform.http.HealthCheck.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the server can serve. Anybody may ask, as often as they like; the parts are looked at
/// once a second at most.
final class Readiness {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final List<HealthCheck> checks;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Report last = new Report(State.DOWN, List.of(), Instant.EPOCH);

    /// One part and how it is.
    record Part(String name, State state, String sentence) {}

    record Report(State status, List<Part> parts, Instant at) {}

    Readiness(List<HealthCheck> checks, Clock clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    Report report() {
        lock.lock();
        try {
            var now = clock.instant();
            if (now.isBefore(last.at()) || !now.isBefore(last.at().plus(GOOD_FOR))) {
                last = look(now);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private Report look(Instant now) {
        var status = State.OK;
        var parts = new ArrayList<Part>();
        for (var check : checks) {
            var health = look(check);
            parts.add(new Part(check.name(), health.state(), health.sentence()));
            if (health.state() == State.DOWN && check.required()) {
                status = State.DOWN;
            } else if (health.state() != State.OK && status == State.OK) {
                status = State.DEGRADED;
            }
        }
        return new Report(status, List.copyOf(parts), now);
    }

    private static Health look(HealthCheck check) {
        try {
            return check.look();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("part", check.name()).setCause(e).log("A health check failed");
            return new Health(State.DOWN, "It does not answer.");
        }
    }
}
