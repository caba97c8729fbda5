// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Token buckets in this process, by the generic cell rate algorithm: a bucket is one number, the
/// time at which it is full again. A bucket that is full is forgotten, so memory holds only who was
/// active lately.
public final class LocalRateLimiter implements RateLimiter {
    /// Whoever comes when there are this many buckets shares one with all the others who do.
    static final int MAX_BUCKETS = 100_000;

    private static final int SWEEP_EVERY = 4096;
    private static final String OVERFLOW = "";

    private final double scale;
    private final LongSupplier nanoTime;
    private final long start;
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
        var burst = Math.max(1, Math.round(bucket.burst() * scale));
        var perToken = Math.max(1, Math.round(bucket.per().toNanos() / (bucket.refill() * scale)));
        var full = perToken * burst;
        var now = nanoTime.getAsLong() - start;
        var place = place(bucket, key, now);
        var decision = new Decision();
        fullAt.compute(place, (_, before) -> {
            var from = before == null ? now : Math.max(before, now);
            decision.allowed = from + perToken - now <= full;
            decision.fullAt = decision.allowed ? from + perToken : from;
            return decision.fullAt;
        });
        var untilFull = decision.fullAt - now;
        return new Verdict(
                decision.allowed,
                Math.toIntExact(burst),
                Math.toIntExact(Math.max(0, (full - untilFull) / perToken)),
                decision.allowed ? Duration.ZERO : Duration.ofNanos(untilFull + perToken - full),
                Duration.ofNanos(untilFull));
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
