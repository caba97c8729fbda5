// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.cache.CacheScript;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.cache.TestCacheServers;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.telemetry.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What holds for the shared limiter on every cache server that we support, and what it does when that is gone.
abstract class SharedRateLimiterContract extends RateLimiterContract {
    private static final InstanceId INSTANCE = new InstanceId("01J00000000000000000000001");
    private static final InstanceId OTHER_INSTANCE = new InstanceId("01J00000000000000000000002");
    private static final Bucket BUCKET = Bucket.MESSAGE_CREATE;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Makes everything that is remembered older; what is full by then is forgotten, as it would be by itself.
    private static final CacheScript AGE = CacheScript.of("""
            local now = tonumber(redis.call('TIME')[1]) * 1000000
            for _, key in ipairs(redis.call('KEYS', '*:limit:*')) do
              local full_at = tonumber(redis.call('GET', key)) - tonumber(ARGV[1])
              local left = redis.call('PTTL', key) - tonumber(ARGV[1]) / 1000
              if left <= 0 then
                redis.call('DEL', key)
              else
                redis.call('SET', key, string.format('%.0f', full_at), 'PX', string.format('%.0f', math.ceil(left)))
              end
            end
            return {}
            """);

    private static final CacheScript KEYS = CacheScript.of("return redis.call('KEYS', '*')");
    private static final CacheScript LIVES = CacheScript.of("""
            local lives = {}
            for i, key in ipairs(redis.call('KEYS', '*:limit:*')) do
              lives[i] = redis.call('PTTL', key)
            end
            return lives
            """);

    private static final CacheScript SET_CLOCK_BACK = CacheScript.of("""
            for _, key in ipairs(redis.call('KEYS', '*:limit:*')) do
              redis.call('SET', key, string.format('%.0f', tonumber(redis.call('GET', key)) + 86400000000))
            end
            return {}
            """);

    private final TestService service = start();
    private final CacheServer cache = TestCacheServers.patient(service);
    private final List<CacheServer> others = new ArrayList<>();

    abstract TestService start();

    @AfterEach
    void end() {
        others.forEach(CacheServer::close);
        cache.close();
        service.close();
    }

    @Override
    RateLimiter limiter(double scale) {
        return limiter(cache, INSTANCE, scale);
    }

    private static RateLimiter limiter(CacheServer cache, InstanceId instance, double scale) {
        return new SharedRateLimiter(cache, instance, scale, Metrics.start("127.0.0.1", 0));
    }

    private CacheServer another() {
        var another = TestCacheServers.ordinary(service);
        others.add(another);
        return another;
    }

    @Override
    void advance(Duration duration) {
        cache.numbers(AGE, List.of(), List.of(Long.toString(duration.toNanos() / 1000)));
    }

    private static long allowed(RateLimiter limiter, int calls) {
        var allowed = 0;
        for (var i = 0; i < calls; i++) {
            allowed += limiter.take(BUCKET, "a").allowed() ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void processesOfOneInstanceShareABucketAndInstancesDoNot() {
        var here = limiter(1);
        var there = limiter(another(), INSTANCE, 1);

        assertThat(allowed(here, BUCKET.burst() / 2)).isEqualTo(BUCKET.burst() / 2);
        assertThat(allowed(there, BUCKET.burst())).isEqualTo(BUCKET.burst() / 2);
        assertThat(allowed(here, 1)).isZero();
        assertThat(allowed(limiter(cache, OTHER_INSTANCE, 1), 1)).isOne();
    }

    @Test
    void nobodyIsNamedInTheCacheServer() {
        limiter(1).take(Bucket.UNAUTHENTICATED, "192.0.2.17");
        limiter(1).take(Bucket.AUTHENTICATED, "01J00000000000000000000009");

        var keys = cache.texts(KEYS, List.of(), List.of());

        assertThat(keys).hasSize(3).allMatch(key -> key.startsWith(CacheServer.PREFIX));
        assertThat(String.join(" ", keys)).doesNotContain("192.0.2.17", "01J00000000000000000000009");
    }

    @Test
    void aBucketIsForgottenWhenItIsFull() {
        allowed(limiter(1), 3);

        assertThat(cache.numbers(LIVES, List.of(), List.of()))
                .singleElement()
                .satisfies(life -> assertThat(life).isBetween(1000L, 3000L));
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitForLongerThanAnEmptyBucket() {
        var limiter = limiter(1);
        allowed(limiter, 1);

        cache.numbers(SET_CLOCK_BACK, List.of(), List.of());
        var verdict = limiter.take(BUCKET, "a");

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(verdict.resetAfter()).isLessThanOrEqualTo(Duration.ofSeconds(BUCKET.burst()));
    }

    @Test
    void whileTheServerIsGoneEachProcessCountsForItself() {
        var impatient = another();
        var limiter = limiter(impatient, INSTANCE, 1);
        assertThat(allowed(limiter, BUCKET.burst() + 5)).isEqualTo(BUCKET.burst());
        service.pause();

        var start = System.nanoTime();
        assertThat(allowed(limiter, BUCKET.burst() + 5)).isEqualTo(BUCKET.burst());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

        service.resume();
        TestCacheServers.connected(impatient);
        awaitRefusal(limiter);
    }

    /// The shared bucket is empty as it was, so a refusal shows that it is asked again.
    private static void awaitRefusal(RateLimiter limiter) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            if (limiter.take(BUCKET, "a").remaining() == 0) {
                return;
            }
        }
        throw new AssertionError("The shared bucket is not asked again");
    }
}
