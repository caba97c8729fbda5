// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest extends RateLimiterContract {
    private final TestClock clock = new TestClock();

    @Override
    LocalRateLimiter limiter(double scale) {
        return new LocalRateLimiter(scale, clock::nanoTime);
    }

    @Override
    void advance(Duration duration) {
        clock.advance(duration);
    }

    @Test
    void aTokenComesBackToTheMillisecond() {
        var limiter = limiter(1);
        for (var i = 0; i < Bucket.MESSAGE_CREATE.burst(); i++) {
            assertThat(limiter.take(Bucket.MESSAGE_CREATE, "a").allowed()).isTrue();
        }

        advance(Duration.ofMillis(999));
        assertThat(limiter.take(Bucket.MESSAGE_CREATE, "a").allowed()).isFalse();
        advance(Duration.ofMillis(1));
        assertThat(limiter.take(Bucket.MESSAGE_CREATE, "a").allowed()).isTrue();
    }

    @Test
    void whoWasNotActiveLatelyIsForgotten() {
        var limiter = limiter(1);
        for (var i = 0; i < 50_000; i++) {
            assertThat(limiter.take(Bucket.UNAUTHENTICATED, "old" + i).allowed())
                    .isTrue();
        }

        advance(Duration.ofSeconds(1));
        for (var i = 0; i < 10_000; i++) {
            assertThat(limiter.take(Bucket.UNAUTHENTICATED, "new" + i).allowed())
                    .isTrue();
        }

        assertThat(limiter.size()).isLessThan(20_000);
    }

    @Test
    void aFloodOfKeysIsBoundedAndSharesOneBucket() {
        var limiter = limiter(1);
        var refused = 0;
        for (var i = 0; i < LocalRateLimiter.MAX_BUCKETS + 5_000; i++) {
            refused += limiter.take(Bucket.SIGN_IN_ADDRESS, "key" + i).allowed() ? 0 : 1;
        }

        assertThat(limiter.size()).isLessThanOrEqualTo(LocalRateLimiter.MAX_BUCKETS + 1);
        assertThat(refused).isBetween(4_900, 5_000);
        assertThat(limiter.take(Bucket.SIGN_IN_ADDRESS, "key1").allowed()).isTrue();
    }
}
