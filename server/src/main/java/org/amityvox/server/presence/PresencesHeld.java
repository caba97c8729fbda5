// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.UserId;

/// What a process tells the others over the bus of those whose devices it holds. Without a change it says that the
/// process lives.
///
/// @param from the id of the process
/// @param number of its part with these changes; see [PresenceStore]
/// @param changed user => status, absolute; offline => it holds nothing of them any more
/// @param leaves whether it stops, so that its part goes unless somebody else holds the same people soon
record PresencesHeld(String from, long number, Map<String, String> changed, boolean leaves) {
    /// Its name on the bus. No client gets it.
    static final String NAME = "PRESENCES_HELD";

    PresencesHeld {
        Objects.requireNonNull(from);
        changed = Map.copyOf(changed);
    }

    static PresencesHeld of(String from, long number, Map<UserId, PresenceStatus> changed) {
        return new PresencesHeld(
                from,
                number,
                changed.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().value(),
                                entry -> entry.getValue().text())),
                false);
    }

    /// @throws IllegalArgumentException if there is something in it that this program does not know
    Map<UserId, PresenceStatus> statuses() {
        return changed.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> new UserId(entry.getKey()), entry -> PresenceStatus.of(entry.getValue())));
    }
}
