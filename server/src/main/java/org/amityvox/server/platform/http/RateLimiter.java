// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;

/// Counts what somebody does against the table of [Bucket]s.
public interface RateLimiter {
    /// Takes one token from the bucket of `key`, if there is one.
    Verdict take(Bucket bucket, String key);

    /// @param allowed whether there was a token
    /// @param limit the size of the bucket; 0 when limits are off
    /// @param remaining tokens left
    /// @param retryAfter how long until the next token; zero when allowed
    /// @param resetAfter how long until the bucket is full again
    record Verdict(boolean allowed, int limit, int remaining, Duration retryAfter, Duration resetAfter) {}
}
