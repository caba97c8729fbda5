// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.List;

/// What a process tells the others over the bus of those whose devices it holds. Without a change it says that the
/// process lives.
///
/// @param number of its part with these changes; see [PresenceStore]
/// @param changed absolute; offline => it holds nothing of them any more
/// @param leaves whether it stops, so that its part goes unless somebody else holds the same people soon
record PresencesHeld(String process, long number, List<PresenceApi.Presence> changed, boolean leaves) {
    /// Its name on the bus. No client gets it.
    static final String NAME = "PRESENCES_HELD";

    PresencesHeld {
        changed = List.copyOf(changed);
    }
}
