// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.jobs;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs at intervals, each on a virtual thread of its own and never twice at the same time. A job that
/// fails is logged and comes again.
public final class Jobs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jobs").factory());

    /// Begins after one interval.
    public void every(Duration interval, String name, Runnable job) {
        var running = new AtomicBoolean();
        var nanos = interval.toNanos();
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    if (running.compareAndSet(false, true)) {
                        Thread.ofVirtual().name(name).start(() -> run(name, job, running));
                    }
                },
                nanos,
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private static void run(String name, Runnable job, AtomicBoolean running) {
        try {
            job.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("job", name).setCause(e).log("A job failed; it comes again");
        } finally {
            running.set(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
