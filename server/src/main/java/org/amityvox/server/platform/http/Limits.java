// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.CommonError;

/// Applies the limits to requests and tells clients in headers how they stand; of several buckets,
/// about the last one that was asked.
final class Limits {
    private final RateLimiter limiter;
    private final Clock clock;

    Limits(RateLimiter limiter, Clock clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    /// @throws ApiException `rate_limited` (429)
    void take(Bucket bucket, String key, HttpServletResponse response) {
        var verdict = limiter.take(bucket, key);
        if (verdict.limit() == 0) {
            return;
        }
        response.setHeader("X-RateLimit-Limit", Integer.toString(verdict.limit()));
        response.setHeader("X-RateLimit-Remaining", Integer.toString(verdict.remaining()));
        response.setHeader(
                "X-RateLimit-Reset",
                Long.toString(clock.instant().getEpochSecond() + wholeSeconds(verdict.resetAfter())));
        if (!verdict.allowed()) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, wholeSeconds(verdict.retryAfter()))));
            throw CommonError.RATE_LIMITED.exception();
        }
    }

    /// Rounded up, so that whoever waits that long does not come too early.
    private static long wholeSeconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
