// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.cache.CacheScript;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.cache.CacheUnavailableException;
import org.amityvox.server.platform.telemetry.Counter;
import org.amityvox.server.platform.telemetry.Metrics;

/// Token buckets that all processes of an instance share, in the cache server and by its clock. While that does not
/// answer, each process counts for itself: somebody may then do as much at each of them, and no more.
public final class SharedRateLimiter implements RateLimiter {
    /// KEYS: the bucket. ARGV: microseconds per token, and until an empty bucket is full. Gives whether there was
    /// a token, and the microseconds until the bucket is full. A clock that was set back makes nobody wait for
    /// longer than an empty bucket would.
    private static final CacheScript TAKE = CacheScript.of("""
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
            local per_token = tonumber(ARGV[1])
            local full = tonumber(ARGV[2])
            local full_at = tonumber(redis.call('GET', KEYS[1]) or now) or now
            full_at = math.min(math.max(full_at, now), now + full)
            local allowed = 0
            if full_at + per_token - now <= full then
              allowed = 1
              full_at = full_at + per_token
              local millis = math.ceil((full_at - now) / 1000)
              redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', string.format('%.0f', millis))
            end
            return {allowed, full_at - now}
            """);

    private static final int HASH_CHARACTERS = 32;

    private final CacheServer cache;
    private final InstanceId instance;
    private final double scale;
    private final LocalRateLimiter alone;
    private final Counter fallbacks;

    /// @param instance whose buckets these are; others may use the same cache server
    /// @param scale multiplies every burst and refill; 0 switches limits off
    public SharedRateLimiter(CacheServer cache, InstanceId instance, double scale, Metrics metrics) {
        this.cache = cache;
        this.instance = instance;
        this.scale = scale;
        this.alone = new LocalRateLimiter(scale);
        this.fallbacks = metrics.counter(
                "amityvox_limits_fallbacks", "Calls counted in this process because the cache server does not answer");
    }

    @Override
    public Verdict take(Bucket bucket, String key) {
        if (scale <= 0) {
            return alone.take(bucket, key);
        }
        var rate = Rate.of(bucket, scale);
        try {
            var answer = cache.numbers(
                    TAKE,
                    List.of(place(bucket, key)),
                    List.of(Long.toString(rate.perToken()), Long.toString(rate.full())));
            return rate.verdict(answer.getFirst() == 1, answer.getLast());
        } catch (CacheUnavailableException _) {
            fallbacks.increment();
            return alone.take(bucket, key);
        }
    }

    /// Names nobody: whoever reads the cache server's memory or its log learns neither accounts nor addresses.
    private String place(Bucket bucket, String key) {
        try {
            var text = "%s %s %s".formatted(instance.value(), bucket, key);
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "%s%s:limit:%s"
                    .formatted(
                            CacheServer.PREFIX,
                            instance.value(),
                            HexFormat.of().formatHex(hash).substring(0, HASH_CHARACTERS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
