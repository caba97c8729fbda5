// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that nobody waits for, done one piece after the other in the order in which it came, on a virtual thread that
/// is there only while there is something to do. Pieces that wait together are handed over together.
public final class Backlog<T> {
    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final int MAX_TOGETHER = 500;

    private final String name;
    private final Consumer<List<T>> work;
    private final LinkedBlockingQueue<T> waiting;
    private final AtomicBoolean running = new AtomicBoolean();

    /// @param most how many pieces can wait
    public Backlog(String name, int most, Consumer<List<T>> work) {
        this.name = name;
        this.work = work;
        this.waiting = new LinkedBlockingQueue<>(most);
    }

    /// Returns at once.
    ///
    /// @return false if too much waits already; the piece is dropped
    public boolean add(T piece) {
        var added = waiting.offer(piece);
        begin();
        return added;
    }

    private void begin() {
        if (running.compareAndSet(false, true)) {
            Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        try {
            var pieces = new ArrayList<T>();
            while (waiting.drainTo(pieces, MAX_TOGETHER) > 0) {
                work(List.copyOf(pieces));
                pieces.clear();
            }
        } finally {
            running.set(false);
        }
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private void work(List<T> pieces) {
        try {
            work.accept(pieces);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("backlog", name).setCause(e).log("Some work failed and is dropped");
        }
    }
}
