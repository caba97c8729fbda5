// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.amityvox.server.accounts.AccountEvent;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.TestBus;
import org.amityvox.server.app.TestClock;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.cache.CacheScript;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.cache.TestCacheServers;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How people are who are connected to several processes, on one database, one bus and one real cache server.
class PresenceAcrossProcessesTest extends ServerTest {
    private static final InstanceId INSTANCE = new InstanceId("01J00000000000000000000001");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Json JSON = new Json();

    /// So short that a test can wait for its end; the cache server's clock cannot be set.
    private static final SharedPresences.Lease BRIEF =
            new SharedPresences.Lease(Duration.ofMillis(1500), Duration.ofMillis(300), Duration.ofMillis(100));

    private final TestService valkey = TestService.valkey();
    private final TestBus bus = new TestBus();
    private final TestClock clock = new TestClock();
    private final List<Running> running = new ArrayList<>();
    private final List<String> overheard = new CopyOnWriteArrayList<>();
    private final World guild = given.guild();
    private int started;

    private record Told(String user, String status) {}

    /// What one process knows of presence.
    private final class Running {
        private final CacheServer cache = TestCacheServers.patient(valkey);
        private final PresenceService presence;
        private final List<Told> told = new CopyOnWriteArrayList<>();

        Running(SharedPresences.Lease lease) {
            var id = "01J000000000000000000000P%s".formatted(started++);
            var store = new ValkeyPresenceStore(cache, INSTANCE, id, lease.length());
            presence = new PresenceService(
                    server.db(),
                    server.accounts(),
                    server.guilds(),
                    new SharedPresences(id, store, bus, JSON, clock, lease),
                    JSON,
                    clock);
            presence.onTold(this::note);
            bus.subscribeEphemeral(event -> {
                if (running.contains(this)) {
                    presence.onEphemeral(event);
                }
            });
            running.add(this);
            presence.start();
        }

        private void note(EphemeralEvent event) {
            new Tree(JSON.readTree(event.d()))
                    .list("presences")
                    .forEach(each -> told.add(new Told(each.text("user_id"), each.text("status"))));
        }

        /// As it would be for a session that begins there now.
        String seen(Person person) {
            return presence.of(List.of(person.id())).stream()
                    .map(each -> each.status().text())
                    .findFirst()
                    .orElse("offline");
        }

        List<String> toldOf(Person person) {
            return told.stream()
                    .filter(each -> each.user().equals(person.id().value()))
                    .map(Told::status)
                    .toList();
        }

        void arrives(Person person) {
            presence.arrive(person.id(), DeviceStatus.ONLINE);
        }

        void leaves(Person person) {
            presence.leave(person.id(), DeviceStatus.ONLINE);
        }

        /// `kill -9`: it says nothing any more, and hears nothing.
        void dies() {
            running.remove(this);
            cache.close();
        }
    }

    private Running start() {
        return new Running(SharedPresences.Lease.STANDARD);
    }

    @AfterEach
    void end() {
        List.copyOf(running).forEach(Running::dies);
        valkey.close();
    }

    /// Time passes as the jobs of a server see it.
    private void pass(Duration time) {
        for (var second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            running.forEach(each -> each.presence.tick());
            // What is begun by that happens in real time.
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void await(BooleanSupplier condition) {
        Waiting.until("what was expected", PATIENCE, condition);
    }

    private void awaitSeen(Person person, String status) {
        await(() -> running.stream().allMatch(each -> each.seen(person).equals(status)));
    }

    /// Somebody new who is connected there, as everybody knows.
    private Person somebodyOn(Running process) {
        var person = guild.member();
        process.arrives(person);
        awaitSeen(person, "online");
        return person;
    }

    /// Until everything that was begun has come to its end everywhere: somebody who came later is seen.
    private void settle() {
        List.copyOf(running).forEach(this::somebodyOn);
    }

    /// What a process that starts now would find.
    private static ValkeyPresenceStore storeSeenFrom(Running process) {
        return new ValkeyPresenceStore(process.cache, INSTANCE, "somebody else", Duration.ofSeconds(1));
    }

    private void choose(Person person, String status) {
        api.as(person).with("status", status).patch("/api/v1/users/@me").expect(200);
        running.forEach(each ->
                each.presence.onChange(LogRow.of(AccountEvent.STATUS_CHANGED).user(person.id())));
    }

    @Test
    void whoIsConnectedToOneIsSeenOnBoth() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);
        one.presence.change(ann.id(), DeviceStatus.ONLINE, DeviceStatus.IDLE);
        awaitSeen(ann, "idle");
        one.presence.leave(ann.id(), DeviceStatus.IDLE);
        pass(PresenceService.GRACE);
        awaitSeen(ann, "offline");

        settle();
        assertThat(one.toldOf(ann)).containsExactly("online", "idle", "offline");
        assertThat(two.toldOf(ann)).containsExactly("online", "idle", "offline");
    }

    @Test
    void theMostPresentOfAllDevicesIsSeenAndNotToBeDisturbedBeforeAll() {
        var one = start();
        var two = start();
        var ann = guild.member();
        one.presence.arrive(ann.id(), DeviceStatus.IDLE);
        awaitSeen(ann, "idle");

        two.arrives(ann);
        awaitSeen(ann, "online");
        choose(ann, "dnd");
        awaitSeen(ann, "dnd");
        choose(ann, "online");
        awaitSeen(ann, "online");
        two.leaves(ann);
        pass(PresenceService.GRACE);

        awaitSeen(ann, "idle");
    }

    @Test
    void whoIsInvisibleLeavesNoTraceOutsideTheirProcess() {
        var one = start();
        var two = start();
        var ann = guild.member();
        choose(ann, "invisible");
        Consumer<EphemeralEvent> ear = event -> overheard.add(event.d());
        bus.subscribeEphemeral(ear);

        one.arrives(ann);
        two.arrives(ann);
        settle();
        pass(Duration.ofSeconds(12));
        settle();

        assertThat(overheard)
                .isNotEmpty()
                .noneMatch(text -> text.contains(ann.id().value()));
        var reader = storeSeenFrom(one);
        assertThat(reader.others())
                .hasSize(2)
                .allSatisfy(other -> assertThat(
                                reader.read(other.id()).orElseThrow().statuses())
                        .isNotEmpty()
                        .doesNotContainKey(ann.id()));
        assertThat(one.seen(ann)).isEqualTo("offline");
        choose(ann, "online");
        awaitSeen(ann, "online");
        choose(ann, "invisible");
        awaitSeen(ann, "offline");
    }

    @Test
    void whenBothLastDevicesLeaveAtOnceNobodyIsLeftBehind() {
        var one = start();
        var two = start();
        var people = IntStream.range(0, 20).mapToObj(_ -> guild.member()).toList();
        people.forEach(one::arrives);
        people.forEach(two::arrives);
        settle();

        people.parallelStream().forEach(person -> {
            one.leaves(person);
            two.leaves(person);
        });
        clock.advance(PresenceService.GRACE);
        running.parallelStream().forEach(each -> each.presence.tick());

        people.forEach(person -> awaitSeen(person, "offline"));
        people.forEach(person ->
                running.forEach(each -> assertThat(each.toldOf(person)).containsExactly("online", "offline")));
    }

    @Test
    void whoMovesToAnotherProcessDoesNotFlicker() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);

        one.leaves(ann);
        pass(Duration.ofSeconds(9));
        two.arrives(ann);
        // The clock stands still until the arrival is known everywhere, however busy the machine is.
        settle();
        pass(Duration.ofSeconds(40));
        settle();
        two.leaves(ann);
        one.arrives(ann);
        settle();
        pass(Duration.ofSeconds(40));
        settle();

        running.forEach(each -> assertThat(each.toldOf(ann)).containsExactly("online"));
        awaitSeen(ann, "online");
    }

    @Test
    void whoWasOnAKilledProcessIsGoneUnlessTheyCameBack() {
        var one = new Running(BRIEF);
        var two = new Running(BRIEF);
        var three = new Running(BRIEF);
        var ann = somebodyOn(one);
        var ben = somebodyOn(one);

        one.dies();
        two.arrives(ben);
        await(() -> {
            running.forEach(each -> each.presence.tick());
            return two.seen(ann).equals("offline") && three.seen(ann).equals("offline");
        });

        settle();
        assertThat(List.of(two.toldOf(ann), three.toldOf(ann))).containsOnly(List.of("online", "offline"));
        assertThat(List.of(two.toldOf(ben), three.toldOf(ben))).containsOnly(List.of("online"));
        assertThat(two.seen(ben)).isEqualTo("online");
    }

    @Test
    void whoWasOnAProcessThatStopsHasTheGraceToComeBack() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);
        var ben = somebodyOn(one);

        one.leaves(ann);
        one.leaves(ben);
        one.presence.stop();
        one.dies();
        pass(Duration.ofSeconds(8));
        two.arrives(ben);
        settle();
        assertThat(two.toldOf(ann)).containsExactly("online");
        pass(Duration.ofSeconds(3));

        awaitSeen(ann, "offline");
        settle();
        assertThat(two.toldOf(ben)).containsExactly("online");
    }

    @Test
    void whatTheBusLosesComesFromTheCacheServer() {
        var one = start();
        start();
        var ann = guild.member();
        var ben = somebodyOn(one);
        bus.lose();
        one.arrives(ann);
        one.leaves(ben);
        pass(PresenceService.GRACE);
        await(() -> one.seen(ben).equals("offline"));

        pass(SharedPresences.Lease.STANDARD.renewal().plusSeconds(1));

        awaitSeen(ann, "online");
        awaitSeen(ben, "offline");
        pass(Duration.ofMinutes(3));
        awaitSeen(ann, "online");
    }

    @Test
    void aLostMessageIsNoticedByTheNextOne() {
        var one = start();
        start();
        var ann = guild.member();
        var ben = guild.member();
        bus.lose();
        one.arrives(ann);
        await(() -> one.seen(ann).equals("online"));
        bus.heal();

        one.arrives(ben);

        awaitSeen(ben, "online");
        awaitSeen(ann, "online");
    }

    @Test
    void withoutTheCacheServerTheBusIsEnoughAndAllHealsWhenItIsBack() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);
        valkey.kill();

        var ben = somebodyOn(two);
        one.presence.change(ann.id(), DeviceStatus.ONLINE, DeviceStatus.IDLE);
        awaitSeen(ann, "idle");
        pass(Duration.ofMinutes(3));
        awaitSeen(ann, "idle");
        awaitSeen(ben, "online");

        // Empty, as a cache may be.
        valkey.start();
        running.forEach(each -> TestCacheServers.connected(each.cache));
        pass(SharedPresences.Lease.STANDARD.renewal().plusSeconds(1));
        var reader = storeSeenFrom(one);
        await(() -> reader.others().size() == 2);
        var three = start();
        await(() -> three.seen(ann).equals("idle") && three.seen(ben).equals("online"));
    }

    @Test
    void aPartThatIsLostIsWrittenAnewAlsoWhenNobodyMoves() {
        var one = start();
        var ann = guild.member();
        one.arrives(ann);
        var reader = storeSeenFrom(one);
        await(() -> !reader.others().isEmpty() && reader.others().getFirst().number() == 1);
        one.cache.numbers(CacheScript.of("redis.call('FLUSHALL') return {1}"), List.of(), List.of());

        pass(SharedPresences.Lease.STANDARD.renewal().plusSeconds(1));

        await(() -> !reader.others().isEmpty() && reader.others().getFirst().number() == 1);
        var two = start();
        await(() -> two.seen(ann).equals("online"));
    }

    @Test
    void aCacheServerThatHangsHoldsNobodyUp() {
        var one = start();
        start();
        var ann = guild.member();
        valkey.pause();
        try {
            var begin = System.nanoTime();
            one.arrives(ann);
            one.presence.of(List.of(ann.id()));
            one.presence.changed(List.of(ann.id()), List.of(), 0);
            running.forEach(each -> each.presence.tick());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
            awaitSeen(ann, "online");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        } finally {
            valkey.resume();
        }
    }

    @Test
    void withoutBothEachKnowsItsOwnAndOthersForAWhile() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);
        var ben = somebodyOn(two);
        valkey.kill();
        bus.lose();

        pass(Duration.ofSeconds(18));
        awaitSeen(ann, "online");
        pass(Duration.ofSeconds(20));
        await(() -> two.seen(ann).equals("offline"));
        assertThat(one.seen(ann)).isEqualTo("online");

        bus.heal();
        valkey.start();
        running.forEach(each -> TestCacheServers.connected(each.cache));
        pass(Duration.ofSeconds(15));
        awaitSeen(ann, "online");
        awaitSeen(ben, "online");
        settle();
        assertThat(one.toldOf(ann)).containsExactly("online");
        assertThat(two.toldOf(ann)).containsExactly("online", "offline", "online");
    }

    @Test
    void aProcessThatStartsLaterKnowsWhoIsThere() {
        var one = start();
        var people = IntStream.range(0, 30).mapToObj(_ -> guild.member()).toList();
        people.forEach(one::arrives);
        people.forEach(person -> awaitSeen(person, "online"));
        settle();

        var two = start();

        people.forEach(person -> awaitSeen(person, "online"));
        assertThat(two.presence.of(people.stream().map(Person::id).toList())).hasSize(30);
    }

    @Test
    void aProcessThatStoodStillTakesNobodyForGone() {
        var one = start();
        var two = start();
        var ann = somebodyOn(one);

        clock.advance(Duration.ofMinutes(2));
        two.presence.tick();
        one.presence.tick();
        settle();

        assertThat(two.toldOf(ann)).containsExactly("online");
    }

    @Test
    void whatChangesWhileASessionBeginsIsToldToIt() {
        var one = start();
        var two = start();
        var ann = guild.member();
        var since = two.presence.changes();
        var told = two.presence.of(List.of(ann.id()));

        one.arrives(ann);
        awaitSeen(ann, "online");

        assertThat(two.presence.changed(List.of(ann.id()), told, since))
                .containsExactly(new PresenceApi.Presence(ann.id(), PresenceStatus.ONLINE));
    }

    @Test
    void whatIsNotUnderstoodIsPassedOver() {
        var one = start();
        start();
        bus.publishEphemeral(new EphemeralEvent(new EphemeralEvent.Processes(), PresencesHeld.NAME, "{\"from\":1}"));
        bus.publishEphemeral(new EphemeralEvent(
                new EphemeralEvent.Processes(),
                PresencesHeld.NAME,
                "{\"from\":\"x\",\"number\":1,\"changed\":{\"%s\":\"asleep\"},\"leaves\":false}"
                        .formatted(guild.owner().id().value())));
        var ann = guild.member();

        one.arrives(ann);

        awaitSeen(ann, "online");
    }
}
