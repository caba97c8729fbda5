// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.time.Duration;

/// How many frames one client may send: a burst, then so many a minute. One thread at a time.
final class FrameAllowance {
    private static final int BURST = 30;
    private static final Duration INTERVAL = Duration.ofMinutes(1).dividedBy(120);

    private final Clock clock;

    /// When the frames sent so far would have been due if they had come evenly.
    private long dueMillis;

    FrameAllowance(Clock clock) {
        this.clock = clock;
    }

    /// Counts one frame.
    ///
    /// @return false if it is one too many
    boolean take() {
        var now = clock.millis();
        dueMillis = Math.max(dueMillis, now) + INTERVAL.toMillis();
        return dueMillis - now <= BURST * INTERVAL.toMillis();
    }
}
