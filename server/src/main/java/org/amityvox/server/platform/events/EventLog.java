// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.json.Json;

/// Writes changes to the log and, once they are committed, tells the bus.
///
/// Appending is the last thing a transaction does: whoever has drawn a position holds up every reader until it ends.
public final class EventLog {
    private final InstanceId origin;
    private final EventLogStore store = new EventLogStore();
    private final EventBus bus;
    private final Json json;
    private final List<Consumer<LogRow>> committed = new CopyOnWriteArrayList<>();

    public EventLog(InstanceId origin, EventBus bus, Json json) {
        this.origin = origin;
        this.bus = bus;
        this.json = json;
    }

    /// The instance that signs what is written here.
    public InstanceId origin() {
        return origin;
    }

    /// Logs `event` in the transaction of the change, after the lock on what it is about. After the commit clients are
    /// told `dispatches`.
    public void append(Tx tx, Event event, Instant at, List<Dispatch> dispatches) {
        var row = event.row();
        var pos = store.insert(tx, row, origin, at);
        tx.afterCommit(() -> published(pos, event, dispatches));
    }

    /// As [#append(Tx, Event, Instant, List)], for a change that each receiver is told in a way of its own.
    public void append(Tx tx, Event event, Instant at) {
        append(tx, event, at, List.of());
    }

    /// Tells of a change whose statement wrote its own log row and is committed.
    public void published(long pos, Event event, List<Dispatch> dispatches) {
        var row = event.row();
        committed.forEach(listener -> listener.accept(row));
        var encoded = dispatches.stream()
                .map(dispatch -> EncodedDispatch.of(json, dispatch))
                .toList();
        bus.publish(new LiveEvent(pos, row, encoded));
    }

    /// Calls `listener` for every change that this process commits, before its request is answered: what this process
    /// caches must not outlive its own writes. Changes of other processes come by the tail.
    public void onCommit(Consumer<LogRow> listener) {
        committed.add(listener);
    }

    /// The visible positions beyond `after`, ascending, at most `limit`.
    public List<Long> visibleAfter(Tx tx, long after, int limit) {
        return store.visibleAfter(tx, after, limit);
    }

    /// The greatest visible position; 0 when the log is empty.
    public long newest(Tx tx) {
        return store.newest(tx);
    }

    /// The lowest position that retention has left; what lay below it cannot be told any more.
    public long oldestKept(Tx tx) {
        return store.oldestKept(tx);
    }
}
