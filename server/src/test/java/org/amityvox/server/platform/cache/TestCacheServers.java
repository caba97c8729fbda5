// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.telemetry.Metrics;

/// Connections for tests, which may run on a machine that stands still at times.
public final class TestCacheServers {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TestCacheServers() {}

    /// Connected, and patient.
    public static CacheServer patient(TestService service) {
        return connected(open(service, ANSWER_WITHIN));
    }

    /// Connected, with the patience of a server.
    public static CacheServer ordinary(TestService service) {
        return connected(open(service, Duration.ofMillis(200)));
    }

    private static CacheServer open(TestService service, Duration answerWithin) {
        return CacheServer.open(
                new ServerConfig.Cache(service.url(), "", Secret.of("")), answerWithin, Metrics.start("127.0.0.1", 0));
    }

    /// Waits until it answers.
    public static CacheServer connected(CacheServer server) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.answers()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("The cache server does not answer: " + server.problem());
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return server;
    }
}
