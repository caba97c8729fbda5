// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

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

    /// How somebody is seen of whom two processes say different things.
    PresenceStatus and(PresenceStatus other) {
        return weight >= other.weight ? this : other;
    }
}
