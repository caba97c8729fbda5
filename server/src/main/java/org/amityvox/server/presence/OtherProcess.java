// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.amityvox.server.kernel.UserId;

/// The replica of what another process holds. Changes come by the bus, which may lose, double and reorder them; what it
/// has lost comes with the whole part from the [PresenceStore]. Not safe for several threads.
final class OtherProcess {
    /// What is dropped of more comes with the whole part.
    private static final int MAX_AHEAD = 1000;

    private final Map<UserId, PresenceStatus> statuses = new HashMap<>();

    /// Changes beyond a gap, by number.
    private final TreeMap<Long, Map<UserId, PresenceStatus>> ahead = new TreeMap<>();

    private long number;
    private long announced;
    private boolean leaving;
    private Instant until;

    /// @param until when its lease ends
    OtherProcess(Instant until) {
        this.until = until;
    }

    PresenceStatus of(UserId user) {
        return statuses.getOrDefault(user, PresenceStatus.OFFLINE);
    }

    /// All of whom it holds something.
    Set<UserId> users() {
        return Set.copyOf(statuses.keySet());
    }

    /// Notes that its part has come to this number.
    void announces(long newest) {
        announced = Math.max(announced, newest);
    }

    /// Whether something is missing here that it has announced.
    boolean isBehind() {
        return number < announced;
    }

    boolean isOver(Instant now) {
        return !until.isAfter(now);
    }

    /// Notes that it lives until then at least, unless it has said that it leaves.
    void livesUntil(Instant time) {
        if (!leaving && time.isAfter(until)) {
            until = time;
        }
    }

    /// Notes that it has stopped, and counts until then.
    void leavesAt(Instant time) {
        leaving = true;
        until = time;
    }

    boolean isLeaving() {
        return leaving;
    }

    /// Takes changes from the bus, which are absolute. Those beyond a gap are seen at once, but for ones that come
    /// later than newer ones.
    ///
    /// @return who may have changed
    Collection<UserId> take(long changeNumber, Map<UserId, PresenceStatus> changed) {
        announces(changeNumber);
        if (changeNumber <= number || ahead.containsKey(changeNumber)) {
            return Set.of();
        }
        ahead.put(changeNumber, changed);
        if (ahead.lastKey() == changeNumber) {
            apply(changed);
        }
        closeGap();
        if (ahead.size() > MAX_AHEAD) {
            ahead.pollFirstEntry();
        }
        return Set.copyOf(changed.keySet());
    }

    /// Takes its whole part.
    ///
    /// @return who may have changed
    Collection<UserId> take(PresenceStore.Part part) {
        if (part.number() < number) {
            return Set.of();
        }
        var before = new HashMap<>(statuses);
        statuses.clear();
        statuses.putAll(part.statuses());
        number = part.number();
        ahead.headMap(number, true).clear();
        ahead.values().forEach(this::apply);
        closeGap();
        var concerned = new HashSet<>(before.keySet());
        concerned.addAll(statuses.keySet());
        concerned.removeIf(user -> before.getOrDefault(user, PresenceStatus.OFFLINE) == of(user));
        return concerned;
    }

    /// Everything is applied in the order of its number, so what fills the only gap is applied before what follows.
    private void closeGap() {
        var filled = false;
        while (!ahead.isEmpty() && ahead.firstKey() == number + 1) {
            filled = true;
            number++;
            apply(ahead.pollFirstEntry().getValue());
        }
        if (filled) {
            ahead.values().forEach(this::apply);
        }
    }

    private void apply(Map<UserId, PresenceStatus> changed) {
        changed.forEach((user, status) -> {
            if (status == PresenceStatus.OFFLINE) {
                statuses.remove(user);
            } else {
                statuses.put(user, status);
            }
        });
    }
}
