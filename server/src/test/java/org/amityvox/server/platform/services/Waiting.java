// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.services;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what happens by itself, in another thread or another process.
public final class Waiting {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(5);

    private Waiting() {}

    /// Returns when the condition holds.
    ///
    /// @param what is waited for, for the message of a test that waits in vain
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Not within %s: %s".formatted(patience, what));
            }
            LockSupport.parkNanos(LOOK_AGAIN_AFTER.toNanos());
        }
    }
}
