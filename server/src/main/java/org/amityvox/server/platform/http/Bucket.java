// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;

/// The table of rate limits: token buckets that `limits.scale` multiplies.
public enum Bucket {
    /// Every request with a session.
    AUTHENTICATED(Key.USER, 300, 100, Duration.ofSeconds(1)),
    /// Every request without one.
    UNAUTHENTICATED(Key.ADDRESS, 100, 20, Duration.ofSeconds(1)),
    /// Registration and log-in, per address.
    SIGN_IN_ADDRESS(Key.ADDRESS, 20, 10, Duration.ofMinutes(1)),
    /// Registration and log-in, per account name.
    SIGN_IN_ACCOUNT(Key.NAME, 20, 10, Duration.ofMinutes(1)),
    MESSAGE_CREATE(Key.USER, 20, 10, Duration.ofSeconds(10)),
    /// A client tells every few seconds that somebody still types.
    TYPING(Key.USER, 5, 5, Duration.ofSeconds(10));

    /// What a bucket counts by.
    public enum Key {
        USER,
        ADDRESS,
        NAME
    }

    private final Key key;
    private final int burst;
    private final int refill;
    private final Duration per;

    Bucket(Key key, int burst, int refill, Duration per) {
        this.key = key;
        this.burst = burst;
        this.refill = refill;
        this.per = per;
    }

    public Key key() {
        return key;
    }

    /// How many tokens a full bucket holds.
    public int burst() {
        return burst;
    }

    /// How many tokens come back in [#per()].
    public int refill() {
        return refill;
    }

    public Duration per() {
        return per;
    }
}
