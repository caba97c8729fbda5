// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.amityvox.server.platform.telemetry.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The connection to a real cache server that is killed, paused and started again.
class CacheServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String KEY = CacheServer.PREFIX + "test";
    private static final CacheScript COUNT = CacheScript.of("return {redis.call('INCR', KEYS[1])}");
    private static final CacheScript ECHO = CacheScript.of("return {ARGV[1], ARGV[2]}");

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestService valkey = TestService.valkey();

    @BeforeEach
    void remember() {
        open.add(valkey);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private CacheServer open(String url, String user, String password) {
        var server =
                CacheServer.open(new ServerConfig.Cache(url, user, Secret.of(password)), Metrics.start("127.0.0.1", 0));
        open.add(server);
        return server;
    }

    private CacheServer open() {
        var server = open(valkey.url(), "", "");
        await(server::answers);
        return server;
    }

    private static void await(BooleanSupplier condition) {
        Waiting.until("what was expected", PATIENCE, condition);
    }

    private static List<Long> count(CacheServer server) {
        return server.numbers(COUNT, List.of(KEY), List.of());
    }

    private static void assertUnavailable(CacheServer server) {
        assertThatThrownBy(() -> count(server)).isInstanceOf(CacheUnavailableException.class);
    }

    @Test
    void scriptsAnswerWithNumbersOrTexts() {
        var server = open();

        assertThat(count(server)).containsExactly(1L);
        assertThat(count(server)).containsExactly(2L);
        assertThat(server.texts(ECHO, List.of(), List.of("ü", ""))).containsExactly("ü", "");
        assertThat(server.problem()).isEmpty();
    }

    @Test
    void aServerThatForgotItsScriptsIsToldThemAgain() {
        var server = open();
        count(server);

        valkey.kill();
        await(() -> !server.answers());
        valkey.start();
        await(server::answers);

        assertThat(count(server)).containsExactly(1L);
    }

    @Test
    void aPausedServerCostsOneTimeOutAndReturnsByItself() {
        var server = open();
        valkey.pause();

        var start = System.nanoTime();
        for (var i = 0; i < 1000; i++) {
            assertUnavailable(server);
        }
        var cost = Duration.ofNanos(System.nanoTime() - start);
        assertThat(cost).isLessThan(Duration.ofSeconds(1));
        await(() -> server.problem().equals(Optional.of("It does not answer in time.")));

        valkey.resume();
        await(server::answers);
        assertThat(count(server)).isNotEmpty();
        assertThat(server.problem()).isEmpty();
    }

    @Test
    void aServerThatHangsForLongIsConnectedToAnew() {
        var server = open();
        valkey.pause();
        assertUnavailable(server);
        await(() -> server.problem()
                .filter(text -> text.equals("It does not answer."))
                .isPresent());

        valkey.resume();

        await(server::answers);
        assertThat(count(server)).isNotEmpty();
    }

    @Test
    void aKilledServerFailsAtOnceAndIsFoundAgainOnItsPort() {
        var server = open();
        valkey.kill();

        await(() ->
                server.problem().filter(text -> text.contains("Nobody listens")).isPresent());
        var start = System.nanoTime();
        assertUnavailable(server);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(50));

        valkey.start();
        await(server::answers);
        assertThat(count(server)).containsExactly(1L);
    }

    @Test
    void theServerNeedNotBeThereAtFirst() {
        valkey.kill();
        var server = open(valkey.url(), "", "");
        assertUnavailable(server);

        valkey.start();

        await(server::answers);
    }

    @Test
    void aWrongPasswordIsNamedAndARightOneWorks() {
        var locked = TestService.valkey("--requirepass", "right");
        open.add(locked);

        var wrong = open(locked.url(), "", "wrong");
        await(() ->
                wrong.problem().filter(text -> text.contains("cache.password")).isPresent());
        assertThat(wrong.problem().orElse("")).doesNotContain("wrong\"", "right");
        await(open(locked.url(), "default", "right")::answers);
        await(open(locked.url(), "", "right")::answers);
    }

    @Test
    void aServerWithoutMemoryIsOfNoUseAndSaysSo() {
        var full = TestService.valkey("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        open.add(full);
        var server = open(full.url(), "", "");

        await(() ->
                server.problem().filter(text -> text.contains("memory is full")).isPresent());
        assertUnavailable(server);
    }

    @Test
    void manyAtOnceAllHaveTheirAnswer() throws Exception {
        var server = open();
        for (var warmUp = 0; warmUp < 200; warmUp++) {
            count(server);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(IntStream.range(0, 500)
                    .<Callable<Long>>mapToObj(_ -> () -> count(server).getFirst())
                    .toList());
            var seen = new ArrayList<Long>();
            for (var result : results) {
                seen.add(result.get());
            }
            assertThat(seen).doesNotHaveDuplicates().hasSize(500);
        }
    }

    @Test
    void nothingWorksAfterTheEnd() {
        var server = open();

        server.close();

        assertUnavailable(server);
    }
}
