// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.Locale;

/// How somebody is, as others see it. Whoever chose to be invisible is offline here.
public enum PresenceStatus {
    ONLINE(2),
    IDLE(1),
    DND(3),
    OFFLINE(0);

    /// Of two, the one with the greater weight is seen.
    private final int weight;

    PresenceStatus(int weight) {
        this.weight = weight;
    }

    /// As processes write it for each other.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException unless it is the [#text] of one
    static PresenceStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// How somebody is seen of whom two processes say different things.
    PresenceStatus and(PresenceStatus other) {
        return weight >= other.weight ? this : other;
    }
}
