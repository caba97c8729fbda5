// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Token buckets in this process. A bucket that is full is forgotten, so memory holds only who was active lately.
public final class LocalRateLimiter implements RateLimiter {
    /// Whoever comes when there are this many buckets shares one with all the others who do.
    static final int MAX_BUCKETS = 100_000;

    private static final int SWEEP_EVERY = 4096;
    private static final int NANOS_IN_MICRO = 1000;
    private static final String OVERFLOW = "";

    private final double scale;
    private final LongSupplier nanoTime;
    private final long start;
    /// In microseconds since [#start].
    private final ConcurrentHashMap<Key, Long> fullAt = new ConcurrentHashMap<>();
    private final AtomicInteger added = new AtomicInteger();

    private record Key(Bucket bucket, String key) {}

    /// @param scale multiplies every burst and refill; 0 switches limits off
    public LocalRateLimiter(double scale) {
        this(scale, System::nanoTime);
    }

    LocalRateLimiter(double scale, LongSupplier nanoTime) {
        this.scale = scale;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public Verdict take(Bucket bucket, String key) {
        if (scale <= 0) {
            return new Verdict(true, 0, 0, Duration.ZERO, Duration.ZERO);
        }
        var rate = Rate.of(bucket, scale);
        var now = (nanoTime.getAsLong() - start) / NANOS_IN_MICRO;
        var place = place(bucket, key, now);
        var decision = new Decision();
        fullAt.compute(place, (_, before) -> {
            var from = before == null ? now : Math.max(before, now);
            decision.allowed = from + rate.perToken() - now <= rate.full();
            decision.fullAt = decision.allowed ? from + rate.perToken() : from;
            return decision.fullAt;
        });
        return rate.verdict(decision.allowed, decision.fullAt - now);
    }

    /// How many buckets are remembered.
    int size() {
        return fullAt.size();
    }

    private Key place(Bucket bucket, String key, long now) {
        var place = new Key(bucket, key);
        if (fullAt.containsKey(place)) {
            return place;
        }
        if (added.incrementAndGet() % SWEEP_EVERY == 0) {
            fullAt.values().removeIf(time -> time <= now);
        }
        return fullAt.mappingCount() < MAX_BUCKETS ? place : new Key(bucket, OVERFLOW);
    }

    /// What the atomic step found out.
    private static final class Decision {
        private boolean allowed;
        private long fullAt;
    }
}
