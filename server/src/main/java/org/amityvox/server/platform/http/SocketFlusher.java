// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what sockets have queued. While one socket is written, more is queued for the others, so
/// under load each write carries many messages; without load a message leaves at once. A write that
/// the network does not take is finished by Jetty; until then its socket does not come back here,
/// so it delays nobody.
final class SocketFlusher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketFlusher.class);

    /// Sweeping over sockets is work for the processor; more threads than this would take it from
    /// the requests.
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2);

    private final LinkedBlockingQueue<JettySocket> dirty = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("socket-deadlines").daemon().factory());

    void start() {
        for (var i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("socket-flusher-" + i).daemon().start(this::run));
        }
    }

    /// A socket has something to write. It must not come again before it is written.
    void add(JettySocket socket) {
        dirty.add(socket);
    }

    /// Does something later, unless the server ends before.
    Future<?> after(Duration delay, Runnable action) {
        try {
            return deadlines.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private void run() {
        try {
            while (true) {
                flush(dirty.take());
            }
        } catch (InterruptedException _) {
            log.atDebug().log("A flusher of sockets ends");
        }
    }

    private static void flush(JettySocket socket) {
        try {
            socket.write();
        } catch (Throwable e) {
            // Errors too: all sockets are written by these few threads, and this one is not worth the others.
            log.atError().setCause(e).log("Writing to a socket failed");
            socket.abort();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        deadlines.shutdownNow();
    }
}
