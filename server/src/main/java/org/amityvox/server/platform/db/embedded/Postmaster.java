// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first process of a running PostgreSQL: a child of ours, or one that an earlier server has
/// left running.
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    private static final Duration FAST_STOP = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(250);

    private final PostgresCluster cluster;
    private final LiveProcess process;
    private final @Nullable Process child;

    private Postmaster(PostgresCluster cluster, LiveProcess process, @Nullable Process child) {
        this.cluster = cluster;
        this.process = process;
        this.child = child;
    }

    static Postmaster ofChild(PostgresCluster cluster, Process child) {
        return new Postmaster(cluster, new LiveProcess(child.toHandle(), cluster.directory()), child);
    }

    static Postmaster found(PostgresCluster cluster, LiveProcess process) {
        return new Postmaster(cluster, process, null);
    }

    long pid() {
        return process.pid();
    }

    /// Whether it accepts connections, as it says itself.
    boolean isReady() throws IOException {
        return PostmasterFile.read(cluster.directory())
                .filter(file -> file.pid() == pid() && file.isReady())
                .isPresent();
    }

    /// @return whether it ended within `limit`
    boolean awaitExit(Duration limit) throws InterruptedException {
        if (child != null) {
            return child.waitFor(limit.toMillis(), MILLISECONDS);
        }
        // The system tells only the parent of an end, and that is not us.
        long end = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(POLL.toNanos(), limit.toNanos()));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /// Ends it: sessions are cut off and everything is written (fast), or else nothing is written
    /// (immediate; the next start recovers), or else it is killed. Returns when it is gone.
    void stop() throws IOException, InterruptedException {
        if (endsWithin(FAST_STOP, "INT") || endsWithin(IMMEDIATE_STOP, "QUIT")) {
            return;
        }
        log.atError().addKeyValue("pid", pid()).log("PostgreSQL does not stop; killing it");
        cluster.signal(pid(), "KILL");
        awaitExit(IMMEDIATE_STOP);
    }

    private boolean endsWithin(Duration limit, String signal) throws IOException, InterruptedException {
        if (awaitExit(Duration.ZERO)) {
            return true;
        }
        cluster.signal(pid(), signal);
        return awaitExit(limit);
    }
}
