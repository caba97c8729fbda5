// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.kernel.SessionId;

/// Which sessions were used since it was last written down. Requests only leave a note here; a job writes, so that
/// nobody waits for it. A session leaves one note every few minutes, however much it is used; what is lost when the
/// process ends is a note or two.
final class SessionUses {
    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<SessionId, Use> notes = new ConcurrentHashMap<>();

    SessionUses(Clock clock) {
        this.clock = clock;
    }

    /// @param written whether the database has it
    record Use(SessionId session, Instant at, String address, boolean written) {}

    void note(SessionId session, String address) {
        var now = clock.instant();
        var before = notes.get(session);
        if (before == null || !before.at().plus(NOTED_EVERY).isAfter(now)) {
            notes.put(session, new Use(session, now, address, false));
        }
    }

    /// What is to be written, and forgets what is too old to hold back another note.
    List<Use> unwritten() {
        var now = clock.instant();
        notes.values()
                .removeIf(use -> use.written() && !use.at().plus(NOTED_EVERY).isAfter(now));
        return notes.values().stream().filter(use -> !use.written()).toList();
    }

    void written(Collection<Use> uses) {
        for (var use : uses) {
            notes.replace(use.session(), use, new Use(use.session(), use.at(), use.address(), true));
        }
    }
}
