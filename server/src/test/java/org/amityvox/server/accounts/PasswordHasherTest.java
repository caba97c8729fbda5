// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.config.ServerConfig.Accounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final Accounts DEFAULT = new Accounts(Registration.INVITE, 19456, 2, 1);
    private static final Secret PASSWORD = Secret.of("pässwört \ud83d\ude00");

    private final PasswordHasher hasher = new PasswordHasher(DEFAULT);

    @Test
    void aHashIsVerifiedByItsPasswordOnly() {
        var hash = hasher.hash(PASSWORD);

        assertThat(hasher.verify(hash, PASSWORD)).isTrue();
        assertThat(hasher.verify(hash, Secret.of("passwort"))).isFalse();
        assertThat(hasher.verify(hash, Secret.of(""))).isFalse();
    }

    @Test
    void theHashNamesItsCostAndHasASaltOfItsOwn() {
        var hash = hasher.hash(PASSWORD);

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hash);
    }

    @Test
    void aHashOfAnotherCostIsVerifiedAndDueForRehashing() {
        var cheaper = new PasswordHasher(new Accounts(Registration.OPEN, 8192, 3, 2));

        var hash = cheaper.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=8192,t=3,p=2$");
        assertThat(hasher.verify(hash, PASSWORD)).isTrue();
        assertThat(hasher.needsRehash(hash)).isTrue();
        assertThat(cheaper.needsRehash(hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2id$v=19$m=19456,t=2,p=1$AAAA",
                "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoHashOfThisKindVerifiesNothing(String hash) {
        assertThat(hasher.verify(hash, PASSWORD)).isFalse();
    }

    @Test
    void verifyingNothingCostsWhatVerifyingCosts() {
        var costly = new PasswordHasher(new Accounts(Registration.INVITE, 131072, 2, 1));
        var hash = costly.hash(PASSWORD);
        var cheap = Duration.ofNanos(time(() -> hasher.verify("$argon2id$", PASSWORD)));

        var real = IntStream.range(0, 5)
                .mapToLong(_ -> time(() -> costly.verify(hash, PASSWORD)))
                .min()
                .orElseThrow();
        var nothing = IntStream.range(0, 5)
                .mapToLong(_ -> time(() -> costly.verifyNothing(PASSWORD)))
                .min()
                .orElseThrow();

        // A malformed stand-in would be refused before any work: thousands of times faster, not one and a half.
        assertThat((double) nothing / real).isBetween(0.4, 2.5);
        assertThat(nothing).isGreaterThan(cheap.toNanos());
    }

    @Test
    void manyVirtualThreadsShareTheCores() throws Exception {
        var hash = hasher.hash(PASSWORD);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 50)
                    .mapToObj(_ -> threads.submit(() -> hasher.verify(hash, PASSWORD)))
                    .toList();

            for (var task : tasks) {
                assertThat(task.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void whoComesAfterAFullLineIsSentAway() throws Exception {
        var narrow = new PasswordHasher(DEFAULT, 1, 3);
        var refused = new AtomicInteger();
        var done = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 40; i++) {
                threads.execute(() -> {
                    try {
                        start.await();
                        narrow.hash(PASSWORD);
                        done.incrementAndGet();
                    } catch (org.amityvox.server.kernel.ApiException _) {
                        refused.incrementAndGet();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            start.countDown();
        }

        assertThat(refused).hasPositiveValue();
        assertThat(done).hasValueGreaterThanOrEqualTo(3);
        assertThat(refused.get() + done.get()).isEqualTo(40);
        assertThat(narrow.hash(PASSWORD)).startsWith("$argon2id$");
    }

    @Test
    void anInterruptedThreadIsSentAwayAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> hasher.hash(PASSWORD)).isInstanceOf(org.amityvox.server.kernel.ApiException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theLanguageOfTheMachineChangesNothing() {
        var before = Locale.getDefault();
        var hash = hasher.hash(PASSWORD);
        try {
            for (var language : List.of("tr", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(language));

                assertThat(hasher.verify(hash, PASSWORD)).isTrue();
                assertThat(hasher.needsRehash(hasher.hash(PASSWORD))).isFalse();
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static long time(Runnable work) {
        var before = System.nanoTime();
        work.run();
        return System.nanoTime() - before;
    }
}
