// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happened while sessions read what they begin with. Holds nothing while none does, and never more than
/// fits: who takes too long begins again. One thread at a time.
final class RecentEvents {
    private static final int MAX_EVENTS = 8192;
    private static final long MAX_CHARACTERS = 4 << 20;

    private final ArrayDeque<OutgoingEvent> events = new ArrayDeque<>();
    private final Set<Connection> beginning = new HashSet<>();
    private long characters;
    private long forgottenUpTo;

    /// Keeps what happens from now on for `connection`.
    void keepFor(Connection connection) {
        beginning.add(connection);
    }

    /// `connection` needs nothing any more.
    void doneWith(Connection connection) {
        beginning.remove(connection);
        if (beginning.isEmpty()) {
            events.clear();
            characters = 0;
        }
    }

    /// Those for whom events are kept.
    Set<Connection> beginning() {
        return beginning;
    }

    void add(OutgoingEvent event) {
        if (beginning.isEmpty()) {
            forgottenUpTo = event.pos();
            return;
        }
        events.addLast(event);
        characters += event.characters();
        while (events.size() > MAX_EVENTS || characters > MAX_CHARACTERS) {
            var oldest = events.removeFirst();
            characters -= oldest.characters();
            forgottenUpTo = oldest.pos();
        }
    }

    /// Everything beyond `after`, in order; empty if some of it is forgotten.
    Optional<List<OutgoingEvent>> since(long after) {
        return forgottenUpTo > after
                ? Optional.empty()
                : Optional.of(
                        events.stream().filter(event -> event.pos() > after).toList());
    }
}
