// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;
import org.amityvox.server.platform.http.RateLimiter.Verdict;

/// A bucket of the table as `limits.scale` makes it. By the generic cell rate algorithm a bucket's state is one number:
/// the time at which it is full again.
///
/// @param burst how many tokens a full bucket holds
/// @param perToken microseconds until one token comes back
record Rate(long burst, long perToken) {
    private static final long NANOS_IN_MICRO = Duration.ofNanos(1000).toNanos();

    /// @param scale more than 0
    static Rate of(Bucket bucket, double scale) {
        var nanos = bucket.per().toNanos() / (bucket.refill() * scale);
        return new Rate(
                Math.max(1, Math.round(bucket.burst() * scale)), Math.max(1, Math.round(nanos / NANOS_IN_MICRO)));
    }

    /// Microseconds until an empty bucket is full.
    long full() {
        return perToken * burst;
    }

    /// @param untilFull microseconds from now, after this call
    Verdict verdict(boolean allowed, long untilFull) {
        return new Verdict(
                allowed,
                Math.toIntExact(burst),
                Math.toIntExact(Math.max(0, (full() - untilFull) / perToken)),
                allowed ? Duration.ZERO : micros(untilFull + perToken - full()),
                micros(untilFull));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * NANOS_IN_MICRO);
    }
}
