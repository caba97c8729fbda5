// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands on every committed change exactly once and in order of position.
///
/// Changes usually come by the bus. A change that does not (its publisher died, the bus lost it) is read from the
/// log: at once when a later one shows the gap, within a second when it was the last. A position whose transaction
/// was rolled back is skipped once every transaction that could still fill it has ended:
///
/// 1. When the gap is seen, a fresh transaction id is taken as the bound. Whoever drew a lower position had its own id
///    by then, because a log row is never the first write of its transaction, so that id is below the bound.
/// 2. When one statement shows both that everything below the bound has ended and that no row is there, there never
///    will be one.
///
/// One thread does all of this; its state needs no lock.
public final class EventTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventTail.class);

    /// Commits that overlap finish out of order; a gap this young is usually closed by the bus.
    private static final Duration REORDER_WINDOW = Duration.ofMillis(10);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
    private static final int BATCH = 500;
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_FAILURES = 5;

    private final Database db;
    private final Hydration hydration;
    private final EventLogStore store = new EventLogStore();
    private final List<Consumer<LiveEvent>> receivers = new ArrayList<>();
    private final List<LongConsumer> losses = new ArrayList<>();
    private final Set<Long> untold = new HashSet<>();
    private final LinkedBlockingQueue<LiveEvent> arrivals = new LinkedBlockingQueue<>(MAX_WAITING);
    private final TreeMap<Long, LiveEvent> waiting = new TreeMap<>();
    private final Thread thread;

    private volatile long handedOn;
    private volatile long steppedAt = System.nanoTime();
    private volatile boolean closed;
    private long gapSeenAt;
    private long lookedAt;
    private Optional<Bound> bound = Optional.empty();
    private Failures failures = new Failures(0, 0);

    /// How often it went wrong in a row right after one position.
    private record Failures(long at, int count) {}

    /// @param transactionId below which everything must have ended
    /// @param covers the greatest position for which that suffices
    private record Bound(String transactionId, long covers) {}

    public EventTail(Database db, EventBus bus, Hydration hydration) {
        this.db = db;
        this.hydration = hydration;
        this.thread = Thread.ofPlatform().name("event-tail").unstarted(this::run);
        // An event that finds the queue full is read from the log later.
        bus.subscribe(arrivals::offer);
    }

    /// Called in order, on the tail's thread, with one event after the other. Must not throw. Register before [#start].
    public void onEvent(Consumer<LiveEvent> receiver) {
        receivers.add(receiver);
    }

    /// Called with its position when an event was given up because a receiver or its hydrator failed on it again and
    /// again: who relies on having heard everything must start afresh. Register before [#start].
    public void onLoss(LongConsumer listener) {
        losses.add(listener);
    }

    /// Everything up to here was handed on; nothing at or below will come any more.
    public long handedOn() {
        return handedOn;
    }

    /// How long ago it last went round without a failure; a second or less when all is well.
    public Duration sinceLastStep() {
        return Duration.ofNanos(System.nanoTime() - steppedAt);
    }

    /// Begins after the newest change of now. Waits until every change below it is settled, so that none is missed.
    public void start() {
        // The position first: whoever has drawn a lower one has a transaction id by now, below the one taken next.
        var newest = db.single(store::newest);
        var beginning = new Bound(db.single(store::newTransactionId), newest);
        while (!db.single(tx -> store.settled(tx, beginning.transactionId(), beginning.covers()))
                .settled()) {
            LockSupport.parkNanos(REORDER_WINDOW.toNanos());
        }
        handedOn = beginning.covers();
        lookedAt = System.nanoTime();
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                stepOrReport();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable _) {
                // Not even the report could be made, for want of memory say. Without this thread nobody hears of
                // anything.
                pause();
            }
        }
    }

    private void stepOrReport() throws InterruptedException {
        try {
            step();
            steppedAt = System.nanoTime();
        } catch (DatabaseException e) {
            if (!closed) {
                log.atWarn().addKeyValue("kind", e.kind()).log("The event log cannot be read; trying again");
                pause();
            }
        } catch (RuntimeException | Error e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("after", handedOn)
                    .log("An event could not be handed on; trying again");
            pause();
        }
    }

    /// Whether it went wrong with one position so often that it must not stop all that follow.
    private boolean isHopeless(long pos) {
        failures = failures.at() == pos ? new Failures(pos, failures.count() + 1) : new Failures(pos, 1);
        return failures.count() >= MAX_FAILURES;
    }

    private void pause() {
        LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
    }

    private void step() throws InterruptedException {
        var arrival = arrivals.poll(waitNanos(), TimeUnit.NANOSECONDS);
        while (arrival != null) {
            accept(arrival);
            arrival = arrivals.poll();
        }
        handOn();
        var now = System.nanoTime();
        var gapIsRipe = !waiting.isEmpty() && now - gapSeenAt >= REORDER_WINDOW.toNanos();
        if (gapIsRipe || now - lookedAt >= LOOK_INTERVAL.toNanos()) {
            var complete = look();
            handOn();
            if (!waiting.isEmpty()) {
                skipDead();
            }
            lookedAt = complete ? now : now - LOOK_INTERVAL.toNanos();
            gapSeenAt = System.nanoTime();
        }
    }

    private long waitNanos() {
        var next = waiting.isEmpty() ? lookedAt + LOOK_INTERVAL.toNanos() : gapSeenAt + REORDER_WINDOW.toNanos();
        return Math.max(0, next - System.nanoTime());
    }

    private void accept(LiveEvent event) {
        if (event.pos() <= handedOn) {
            return;
        }
        if (waiting.isEmpty()) {
            gapSeenAt = System.nanoTime();
        } else if (waiting.size() >= MAX_WAITING && event.pos() > waiting.lastKey()) {
            return;
        }
        waiting.putIfAbsent(event.pos(), event);
    }

    private void handOn() {
        while (!waiting.isEmpty() && waiting.firstKey() == handedOn + 1) {
            var event = waiting.firstEntry().getValue();
            var lost = untold.remove(event.pos());
            try {
                receivers.forEach(receiver -> receiver.accept(event));
            } catch (DatabaseException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (!isHopeless(event.pos())) {
                    throw e;
                }
                lost = true;
            }
            waiting.pollFirstEntry();
            handedOn = event.pos();
            if (lost) {
                log.atError().addKeyValue("pos", event.pos()).log("Gave an event up");
                losses.forEach(listener -> listener.accept(event.pos()));
            }
        }
        if (waiting.isEmpty()) {
            bound = Optional.empty();
        }
    }

    /// Reads what the bus did not bring, then finds out whether what is still missing can come at all.
    ///
    /// @return whether the log held no more than was read
    private boolean look() {
        var from = handedOn + 1;
        return db.single(tx -> {
            var rows = store.from(tx, from, BATCH);
            var missing =
                    rows.stream().filter(row -> !waiting.containsKey(row.pos())).toList();
            try {
                hydration.hydrate(tx, missing).forEach(this::accept);
            } catch (DatabaseException e) {
                throw e;
            } catch (RuntimeException | Error _) {
                missing.forEach(row -> acceptAlone(tx, row));
            }
            return rows.size() < BATCH;
        });
    }

    /// A row that cannot be told is handed on without anything for clients: what depends on the row alone still works.
    private void acceptAlone(Tx tx, StoredRow row) {
        try {
            hydration.hydrate(tx, List.of(row)).forEach(this::accept);
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!isHopeless(row.pos())) {
                throw e;
            }
            untold.add(row.pos());
            accept(new LiveEvent(row.pos(), row.row(), List.of()));
        }
    }

    /// Throws away events at positions that were never given out, such as those of another database that shares the
    /// bus: were they waited for, everything below them would be taken for dead.
    private void forgetUnreal() {
        var unreal = waiting.tailMap(db.single(store::greatestDrawn), false);
        if (!unreal.isEmpty()) {
            log.atWarn()
                    .addKeyValue("count", unreal.size())
                    .log("Events came that are not of this database; does another instance use the same NATS?");
            unreal.clear();
        }
    }

    private void skipDead() {
        var from = handedOn + 1;
        var present = bound.filter(b -> from <= b.covers());
        if (present.isEmpty()) {
            forgetUnreal();
            if (waiting.isEmpty()) {
                return;
            }
            var covers = waiting.lastKey();
            bound = Optional.of(new Bound(db.single(store::newTransactionId), covers));
            return;
        }
        var covers = present.get().covers();
        var seen = db.single(tx -> store.settled(tx, present.get().transactionId(), from));
        if (seen.settled()) {
            var alive = Math.min(seen.first().orElse(covers + 1), covers + 1);
            if (alive > from) {
                log.atDebug()
                        .addKeyValue("from", from)
                        .addKeyValue("to", alive - 1)
                        .log("Skipping dead positions");
                handedOn = alive - 1;
            }
            handOn();
        }
    }
}
