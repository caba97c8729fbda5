// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Reply;

/// Somebody who writes one line after the other, each unlike every other. What fails is sent again with the same nonce
/// until the server says that it has it, as the browser client does.
final class Writer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(100);

    private final Api api;
    private final String channel;
    private final String name;
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile String refusal = "";

    /// @param at when, by [System#nanoTime]
    record Acknowledged(String id, String channel, long at) {}

    /// @param api as the writer
    /// @param name in front of each line
    Writer(Api api, String channel, String name) {
        this.api = api;
        this.channel = channel;
        this.name = name;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Returns when the last line is acknowledged.
    void finish() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Line => what the server said when it had it.
    Map<String, Acknowledged> acknowledged() {
        return acknowledged;
    }

    /// Whether this line is one of theirs.
    boolean wrote(String line) {
        return line.startsWith(name + " ");
    }

    @Override
    public String toString() {
        return name;
    }

    /// How often a line had to be sent again.
    int repeated() {
        return repeated.get();
    }

    /// Why it gave up; empty when all is well.
    String refusal() {
        return refusal;
    }

    private void run() {
        for (var number = 1; !stopped; number++) {
            write("%s %d".formatted(name, number));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void write(String line) {
        while (true) {
            try {
                var reply = api.with("content", line).with("nonce", line).post("/api/v1/channels/{}/messages", channel);
                if (reply.status() < 300) {
                    acknowledged.put(line, new Acknowledged(reply.data().text("id"), channel, System.nanoTime()));
                    return;
                }
                if (!mayPass(reply)) {
                    refusal = "%s: %s %s".formatted(line, reply.status(), reply.body());
                    stopped = true;
                    return;
                }
            } catch (UncheckedIOException _) {
                // Whether it took effect is unknown; the nonce makes it the same line.
            }
            repeated.incrementAndGet();
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
        }
    }

    private static boolean mayPass(Reply reply) {
        return reply.status() >= 500 || reply.status() == 429;
    }

    @Override
    public void close() {
        finish();
    }
}
