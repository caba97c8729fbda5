// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.telemetry.Counter;
import org.amityvox.server.platform.telemetry.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Valkey, DragonflyDB or Redis: memory that the processes of an instance share. It may be gone at any time, with
/// all it holds; whoever asks it has an answer in a moment or does without.
///
/// Callers use the connection only while it is known to be well. The first of them that waits in vain takes it away
/// from the others, so that a server which hangs costs one time-out; one thread tries it, or makes another, until it
/// answers. Every key begins with [#PREFIX].
public final class CacheServer implements AutoCloseable {
    public static final String PREFIX = "amityvox:";

    private static final Logger log = LoggerFactory.getLogger(CacheServer.class);

    /// A round trip takes less than a millisecond, but a pause of this process must not look like a fault of the other.
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(200);

    /// Patient, because the program has only just started.
    private static final Duration EXAMINE_WITHIN = Duration.ofSeconds(1);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY_SOONEST = Duration.ofMillis(250);
    private static final int RETRY_DOUBLINGS = 3;

    /// A connection that is silent for so long may have lost its other end.
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(5);

    private static final String PROBE = PREFIX + "probe";
    private static final Duration PROBE_LASTS = Duration.ofSeconds(10);

    private final String address;
    private final Duration answerWithin;
    private final CacheLink link;
    private final Counter calls;
    private final Thread watch;
    private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> usable = new AtomicReference<>();

    private volatile boolean closed;
    private volatile Optional<String> problem = Optional.of("It was not asked yet.");

    // Only the watching thread touches these.
    private @Nullable StatefulRedisConnection<String, String> connection;
    private long answeredAt;
    private int failures;
    private boolean toldOfFailure;

    private CacheServer(ServerConfig.Cache target, Duration answerWithin, Metrics metrics) {
        address = target.url();
        this.answerWithin = answerWithin;
        link = new CacheLink(target);
        calls = metrics.counter("amityvox_cache_calls", "Calls of the cache server", "result");
        metrics.gauge("amityvox_cache_connected", "Whether the cache server answers", () -> answers() ? 1 : 0);
        watch = Thread.ofVirtual().name("cache-watch").unstarted(this::run);
    }

    /// Returns at once, whether or not there is a server; it is looked for until it is found.
    public static CacheServer open(ServerConfig.Cache target, Metrics metrics) {
        return open(target, ANSWER_WITHIN, metrics);
    }

    static CacheServer open(ServerConfig.Cache target, Duration answerWithin, Metrics metrics) {
        var server = new CacheServer(target, answerWithin, metrics);
        server.watch.start();
        return server;
    }

    /// Tries once whether a server of ours could use this cache server.
    ///
    /// @return what is the matter, in a sentence; empty when all is well
    public static Optional<String> examine(ServerConfig.Cache target) {
        try (var link = new CacheLink(target);
                var connection = link.connect()) {
            probe(connection, EXAMINE_WITHIN);
            return Optional.empty();
        } catch (TimeoutException | RuntimeException e) {
            return Optional.of(CacheProblem.of(e));
        }
    }

    /// Whether it is asked at present.
    public boolean answers() {
        var used = usable.get();
        return used != null && used.isOpen();
    }

    /// What is the matter, in a sentence; empty when all is well.
    public Optional<String> problem() {
        return problem;
    }

    /// Runs a script that returns a list of whole numbers.
    ///
    /// @throws CacheUnavailableException if there is no answer in a moment; the script may have run
    public List<Long> numbers(CacheScript script, List<String> keys, List<String> arguments) {
        return run(script, keys, arguments).stream().map(Long.class::cast).toList();
    }

    /// Runs a script that returns a list of texts.
    ///
    /// @throws CacheUnavailableException if there is no answer in a moment; the script may have run
    public List<String> texts(CacheScript script, List<String> keys, List<String> arguments) {
        return run(script, keys, arguments).stream().map(String.class::cast).toList();
    }

    private List<Object> run(CacheScript script, List<String> keys, List<String> arguments) {
        var used = usable.get();
        if (used == null || !used.isOpen()) {
            calls.increment("refused");
            throw new CacheUnavailableException("The cache server does not answer", null);
        }
        var until = System.nanoTime() + answerWithin.toNanos();
        try {
            var answer = run(used, script, keys.toArray(String[]::new), arguments.toArray(String[]::new), until);
            calls.increment("answered");
            return answer;
        } catch (TimeoutException e) {
            calls.increment("timeout");
            distrust(used);
            throw new CacheUnavailableException("The cache server does not answer in time", e);
        } catch (RedisException e) {
            calls.increment("failed");
            distrust(used);
            throw new CacheUnavailableException("The cache server does not do what it is asked to", e);
        }
    }

    private static List<Object> run(
            StatefulRedisConnection<String, String> used,
            CacheScript script,
            String[] keys,
            String[] arguments,
            long until)
            throws TimeoutException {
        try {
            return await(used.async().evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments), until);
        } catch (RedisNoScriptException _) {
            return await(used.async().eval(script.text(), ScriptOutputType.MULTI, keys, arguments), until);
        }
    }

    private static <T> T await(RedisFuture<T> future, long until) throws TimeoutException {
        try {
            return future.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedisException cause ? cause : new RedisException(e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException(e);
        }
    }

    /// Nobody uses the connection until the watching thread, which is woken, has tried it.
    private void distrust(StatefulRedisConnection<String, String> used) {
        if (usable.compareAndSet(used, null)) {
            LockSupport.unpark(watch);
        }
    }

    private void run() {
        while (!closed) {
            try {
                look();
                well();
            } catch (TimeoutException | RuntimeException e) {
                unwell(e);
            }
            LockSupport.parkNanos(untilNextLook().toNanos());
        }
        hangUp();
    }

    private Duration untilNextLook() {
        return failures == 0
                ? LOOK_INTERVAL
                : RETRY_SOONEST.multipliedBy(1L << Math.min(failures - 1, RETRY_DOUBLINGS));
    }

    /// Writes something: a server that only reads, or whose memory is full, is of no use.
    private void look() throws TimeoutException {
        var tried = connection;
        if (tried == null || !tried.isOpen()) {
            hangUp();
            tried = link.connect();
            connection = tried;
            answeredAt = System.nanoTime();
        }
        probe(tried, answerWithin);
        answeredAt = System.nanoTime();
        usable.set(tried);
    }

    private static void probe(StatefulRedisConnection<String, String> tried, Duration within) throws TimeoutException {
        await(tried.async().set(PROBE, "1", SetArgs.Builder.px(PROBE_LASTS)), System.nanoTime() + within.toNanos());
    }

    private void well() {
        failures = 0;
        problem = Optional.empty();
        if (toldOfFailure) {
            toldOfFailure = false;
            log.atInfo().addKeyValue("server", address).log("The cache server answers again");
        }
    }

    private void unwell(Exception e) {
        usable.set(null);
        failures++;
        var sentence = CacheProblem.of(e);
        problem = Optional.of(sentence);
        if (!toldOfFailure && !closed) {
            toldOfFailure = true;
            log.atWarn()
                    .addKeyValue("server", address)
                    .addKeyValue("problem", sentence)
                    .log("The cache server is of no use; going on without it");
        }
        if (System.nanoTime() - answeredAt >= GIVE_UP_AFTER.toNanos()) {
            hangUp();
        }
    }

    private void hangUp() {
        usable.set(null);
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /// Calls fail from now on.
    @Override
    public void close() {
        closed = true;
        usable.set(null);
        LockSupport.unpark(watch);
        try {
            watch.join(GIVE_UP_AFTER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
