// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.amityvox.server.presence.PresenceStatus.DND;
import static org.amityvox.server.presence.PresenceStatus.IDLE;
import static org.amityvox.server.presence.PresenceStatus.OFFLINE;
import static org.amityvox.server.presence.PresenceStatus.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.cache.CacheScript;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.cache.CacheUnavailableException;
import org.amityvox.server.platform.cache.TestCacheServers;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What holds for the shared store on every cache server that we support.
abstract class SharedPresenceStoreContract extends PresenceStoreContract {
    private static final InstanceId INSTANCE = new InstanceId("01J00000000000000000000001");
    private static final InstanceId OTHER_INSTANCE = new InstanceId("01J00000000000000000000002");
    private static final String FIRST = "01J0000000000000000000000A";
    private static final String SECOND = "01J0000000000000000000000B";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final CacheScript KEYS = CacheScript.of("return redis.call('KEYS', '*:presence*')");
    private static final CacheScript MEMBERS = CacheScript.of("return redis.call('SMEMBERS', KEYS[1])");
    private static final CacheScript FLUSH = CacheScript.of("redis.call('FLUSHALL') return {1}");

    private final TestService service = start();
    private final CacheServer cache = TestCacheServers.patient(service);

    abstract TestService start();

    @AfterEach
    void end() {
        cache.close();
        service.close();
    }

    @Override
    PresenceStore open() {
        return open(INSTANCE, FIRST, LEASE);
    }

    private PresenceStore open(InstanceId instance, String process, Duration lease) {
        return new ValkeyPresenceStore(cache, instance, process, lease);
    }

    private PresenceStore second() {
        return open(INSTANCE, SECOND, LEASE);
    }

    @Test
    void othersSeeAPartAndItsChanges() {
        var first = open();
        first.replace(1, Map.of(ANN, ONLINE, BEN, DND));
        first.write(1, 2, Map.of(ANN, IDLE, BEN, OFFLINE));

        var others = second().others();

        assertThat(others).hasSize(1);
        assertThat(others.getFirst().id()).isEqualTo(FIRST);
        assertThat(others.getFirst().number()).isEqualTo(2);
        assertThat(others.getFirst().left()).isBetween(Duration.ofSeconds(20), LEASE);
        assertThat(second().read(FIRST)).hasValue(new PresenceStore.Part(2, Map.of(ANN, IDLE)));
    }

    @Test
    void whatIsWrittenAnewHasNothingOfWhatWasThere() {
        var first = open();
        first.replace(1, Map.of(ANN, ONLINE));

        first.replace(2, Map.of(BEN, ONLINE));

        assertThat(second().read(FIRST)).hasValue(new PresenceStore.Part(2, Map.of(BEN, ONLINE)));
    }

    @Test
    void thousandsAreWrittenAndReadWhole() {
        var all = new HashMap<UserId, PresenceStatus>();
        IntStream.range(0, 7001)
                .forEach(number -> all.put(new UserId("01J00000000000000000%06d".formatted(number)), ONLINE));

        open().replace(5, all);

        assertThat(second().read(FIRST)).hasValue(new PresenceStore.Part(5, all));
    }

    @Test
    void aPartGoesWithItsLeaseAndNothingIsLeftOfIt() {
        open().replace(1, Map.of());
        var brief = open(INSTANCE, SECOND, Duration.ofMillis(200));
        brief.replace(1, Map.of(ANN, ONLINE));
        assertThat(open().others()).hasSize(1);

        await(() -> open().read(SECOND).isEmpty());

        assertThat(open().others()).isEmpty();
        assertThat(brief.renew()).isEmpty();
        assertThat(cache.texts(MEMBERS, List.of(CacheServer.PREFIX + INSTANCE.value() + ":presence"), List.of()))
                .containsExactly(FIRST);
    }

    @Test
    void renewingProlongsTheLease() {
        var brief = open(INSTANCE, SECOND, Duration.ofMillis(600));
        brief.replace(1, Map.of(ANN, ONLINE));

        for (var i = 0; i < 10; i++) {
            assertThat(brief.renew()).hasValue(1);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }

        assertThat(open().others()).hasSize(1);
    }

    @Test
    void whoLeavesStaysForTheGrace() {
        var first = open();
        first.replace(1, Map.of(ANN, ONLINE));

        first.leave(Duration.ofMillis(300));

        assertThat(second().read(FIRST)).isPresent();
        await(() -> second().others().isEmpty());
    }

    @Test
    void aProcessSeesNeitherItselfNorOtherInstances() {
        open().replace(1, Map.of(ANN, ONLINE));
        open(OTHER_INSTANCE, SECOND, LEASE).replace(1, Map.of(BEN, ONLINE));

        assertThat(open().others()).isEmpty();
    }

    @Test
    void aStoreThatHasLostAllRefusesChangesUntilThePartIsWhole() {
        var first = open();
        first.replace(3, Map.of(ANN, ONLINE));
        cache.numbers(FLUSH, List.of(), List.of());

        assertThat(first.write(3, 4, Map.of(BEN, ONLINE))).isFalse();
        assertThat(first.renew()).isEmpty();
        assertThat(second().others()).isEmpty();

        first.replace(4, Map.of(ANN, ONLINE, BEN, ONLINE));
        assertThat(second().others()).hasSize(1);
        assertThat(second().read(FIRST).orElseThrow().statuses()).hasSize(2);
    }

    @Test
    void everyPartExpires() {
        open().replace(1, Map.of(ANN, ONLINE));
        second().replace(1, Map.of());

        var parts = new ArrayList<>(cache.texts(KEYS, List.of(), List.of()));
        assertThat(parts).hasSize(3);
        assertThat(second().others()).allMatch(other -> other.left().isPositive());
    }

    @Test
    void withoutAnAnswerItSaysSo() {
        var store = open();
        service.kill();

        assertThatThrownBy(store::renew).isInstanceOf(CacheUnavailableException.class);
        assertThatThrownBy(store::others).isInstanceOf(CacheUnavailableException.class);
        assertThatThrownBy(() -> store.replace(1, Map.of())).isInstanceOf(CacheUnavailableException.class);
    }

    private static void await(BooleanSupplier condition) {
        Waiting.until("what was expected", PATIENCE, condition);
    }
}
