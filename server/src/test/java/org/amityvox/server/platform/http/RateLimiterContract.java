// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.amityvox.server.platform.http.RateLimiter.Verdict;
import org.junit.jupiter.api.Test;

/// What holds for every limiter. Beside the time that a test lets pass a little passes by itself, for a limiter whose
/// clock is a real one.
abstract class RateLimiterContract {
    private static final Bucket BUCKET = Bucket.MESSAGE_CREATE;
    private static final Duration PASSED = Duration.ofMillis(900);

    /// A limiter without memory.
    abstract RateLimiter limiter(double scale);

    /// Lets time pass for the limiters of this test.
    abstract void advance(Duration duration);

    private static void use(RateLimiter limiter, String key, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(limiter.take(BUCKET, key).allowed()).as("call %d", i).isTrue();
        }
    }

    @Test
    void aFullBucketHoldsItsBurst() {
        var limiter = limiter(1);

        var first = limiter.take(BUCKET, "a");
        use(limiter, "a", BUCKET.burst() - 2);
        var last = limiter.take(BUCKET, "a");
        var refused = limiter.take(BUCKET, "a");

        assertVerdict(first, true, BUCKET.burst() - 1, Duration.ZERO, Duration.ofSeconds(1));
        assertVerdict(last, true, 0, Duration.ZERO, Duration.ofSeconds(BUCKET.burst()));
        assertVerdict(refused, false, 0, Duration.ofSeconds(1), Duration.ofSeconds(BUCKET.burst()));
    }

    private static void assertVerdict(
            Verdict verdict, boolean allowed, int remaining, Duration retryAfter, Duration resetAfter) {
        assertThat(verdict.allowed()).isEqualTo(allowed);
        assertThat(verdict.limit()).isEqualTo(BUCKET.burst());
        assertThat(verdict.remaining()).isEqualTo(remaining);
        assertThat(verdict.retryAfter()).isBetween(atLeast(retryAfter), retryAfter);
        assertThat(verdict.resetAfter()).isBetween(atLeast(resetAfter), resetAfter);
    }

    private static Duration atLeast(Duration duration) {
        return duration.compareTo(PASSED) < 0 ? Duration.ZERO : duration.minus(PASSED);
    }

    @Test
    void tokensComeBackOneByOne() {
        var limiter = limiter(1);
        use(limiter, "a", BUCKET.burst());

        advance(Duration.ofMillis(100));
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
        advance(Duration.ofMillis(900));

        assertThat(limiter.take(BUCKET, "a").allowed()).isTrue();
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
    }

    @Test
    void whoeverWaitsAsLongAsToldIsLetIn() {
        var limiter = limiter(1);
        use(limiter, "a", BUCKET.burst());

        advance(limiter.take(BUCKET, "a").retryAfter());

        assertThat(limiter.take(BUCKET, "a").allowed()).isTrue();
    }

    @Test
    void beingRefusedCostsNothing() {
        var limiter = limiter(1);
        use(limiter, "a", BUCKET.burst());
        for (var i = 0; i < 100; i++) {
            assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
        }

        advance(Duration.ofSeconds(1));

        assertThat(limiter.take(BUCKET, "a").allowed()).isTrue();
    }

    @Test
    void aBucketNeverHoldsMoreThanItsBurst() {
        var limiter = limiter(1);
        use(limiter, "a", 3);

        advance(Duration.ofDays(1));

        use(limiter, "a", BUCKET.burst());
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
    }

    @Test
    void keysAndBucketsDoNotShare() {
        var limiter = limiter(1);
        use(limiter, "a", BUCKET.burst());

        assertThat(limiter.take(BUCKET, "b").allowed()).isTrue();
        assertThat(limiter.take(Bucket.AUTHENTICATED, "a").allowed()).isTrue();
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
    }

    @Test
    void theScaleMultipliesBurstAndRefill() {
        var limiter = limiter(2);
        use(limiter, "a", 2 * BUCKET.burst());
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();

        advance(Duration.ofSeconds(1));

        use(limiter, "a", 2);
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
    }

    @Test
    void aTinyScaleStillLetsSomethingThrough() {
        var limiter = limiter(0.001);

        assertThat(limiter.take(BUCKET, "a").allowed()).isTrue();
        assertThat(limiter.take(BUCKET, "a").allowed()).isFalse();
    }

    @Test
    void aScaleOfZeroSwitchesLimitsOff() {
        var limiter = limiter(0);

        for (var i = 0; i < 10_000; i++) {
            assertThat(limiter.take(BUCKET, "a")).isEqualTo(new Verdict(true, 0, 0, Duration.ZERO, Duration.ZERO));
        }
    }

    @Test
    void manyAtOnceGetNoMoreThanTheBurst() throws Exception {
        var limiter = limiter(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> take = () -> limiter.take(BUCKET, "a").allowed();
            var allowed = 0;
            for (var result : threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(_ -> take).toList())) {
                allowed += result.get() ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(BUCKET.burst());
        }
    }
}
