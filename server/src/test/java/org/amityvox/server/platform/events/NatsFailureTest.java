// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Nats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the bus does when NATS is killed, paused, started again, or full of what others say.
class NatsFailureTest {
    private static final UserId USER = new UserId("01J00000000000000000000002");
    private static final InstanceId OTHER_INSTANCE = new InstanceId("01J00000000000000000000008");
    private static final String CHANGES = "amityvox.%s.changes".formatted(NatsBuses.INSTANCE.value());
    private static final String EPHEMERA = "amityvox.%s.ephemera".formatted(NatsBuses.INSTANCE.value());

    /// A publisher answers a request right after this; what takes longer would be felt. Generous, for a busy machine.
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    @RegisterExtension
    private final NatsBuses buses = new NatsBuses();

    private static LiveEvent change(long pos) {
        return new LiveEvent(pos, LogRow.of("something_happened").user(USER), List.of());
    }

    /// The positions that come out of a bus, in their order.
    private static List<Long> heardBy(EventBus bus) {
        var positions = new CopyOnWriteArrayList<Long>();
        bus.subscribe(event -> positions.add(event.pos()));
        return positions;
    }

    private static void awaitHeard(List<Long> heard, long pos) {
        NatsBuses.await("event %d is heard".formatted(pos), () -> heard.contains(pos));
    }

    /// Publishes new positions until one of them is heard elsewhere.
    private static void awaitFlow(EventBus from, List<Long> heard, AtomicLong pos) {
        NatsBuses.await("events flow again", () -> {
            from.publish(change(pos.incrementAndGet()));
            return heard.contains(pos.get());
        });
    }

    @Test
    void twoProcessesHearEachOtherAndThemselvesOnce() {
        var one = buses.connected();
        var two = buses.connected();
        var heardByOne = heardBy(one);
        var heardByTwo = heardBy(two);

        one.publish(change(1));
        awaitHeard(heardByTwo, 1);
        two.publish(change(2));
        awaitHeard(heardByOne, 2);
        one.publish(change(3));
        awaitHeard(heardByTwo, 3);

        assertThat(heardByOne).containsExactly(1L, 2L, 3L);
        assertThat(heardByTwo).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatOnePublisherSaysComesInItsOrder() {
        var heard = heardBy(buses.connected());
        var publisher = buses.connected();

        LongStream.rangeClosed(1, 1000).forEach(pos -> publisher.publish(change(pos)));

        awaitHeard(heard, 1000);
        assertThat(heard).hasSize(1000).isSorted();
    }

    @Test
    void withoutNatsAProcessWorksAloneAndFindsItLater() {
        var nats = buses.nats();
        nats.kill();
        var one = buses.unconnected(NatsBuses.INSTANCE, nats.url(), "", "");
        var two = buses.unconnected(NatsBuses.INSTANCE, nats.url(), "", "");
        var own = heardBy(one);
        var heard = heardBy(two);

        one.publish(change(1));
        assertThat(own).containsExactly(1L);
        NatsBuses.await("the problem is told", () -> one.problem().orElse("").contains("nats.url"));

        nats.start();
        buses.connected(one);
        buses.connected(two);
        one.publish(change(2));
        awaitHeard(heard, 2);
        assertThat(heard).containsExactly(2L);
        assertThat(one.problem()).isEmpty();
    }

    @Test
    void aNatsThatIsKilledAndStartedUnderLoadNeverHoldsThePublisherUp() throws InterruptedException {
        var publisher = buses.connected();
        var own = new AtomicLong();
        publisher.subscribe(_ -> own.incrementAndGet());
        var heard = heardBy(buses.connected());
        var pos = new AtomicLong();
        var slowest = new AtomicLong();
        var done = new AtomicBoolean();
        var load = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                var start = System.nanoTime();
                publisher.publish(change(pos.incrementAndGet()));
                slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                LockSupport.parkNanos(100_000);
            }
        });

        for (var time = 0; time < 3; time++) {
            var before = heard.size();
            NatsBuses.await("events flow", () -> heard.size() > before + 100);
            buses.nats().kill();
            NatsBuses.await("the loss is seen", () -> !publisher.answers());
            buses.nats().start();
        }
        var before = heard.size();
        NatsBuses.await("events flow at the end", () -> heard.size() > before + 100);
        done.set(true);
        load.join();

        assertThat(own.get()).isEqualTo(pos.get());
        assertThat(heard).isSorted().doesNotHaveDuplicates();
        assertThat(Duration.ofNanos(slowest.get())).isLessThan(AT_ONCE);
    }

    @Test
    void aPausedNatsHoldsNobodyUpAndIsGivenUpAfterAWhile() {
        var publisher = buses.connected();
        var own = new AtomicLong();
        publisher.subscribe(_ -> own.incrementAndGet());
        var heard = heardBy(buses.connected());
        var pos = new AtomicLong();
        buses.nats().pause();

        var slowest = 0L;
        for (var i = 0; i < 50_000; i++) {
            var start = System.nanoTime();
            publisher.publish(change(pos.incrementAndGet()));
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(slowest)).isLessThan(AT_ONCE);
        assertThat(own).hasValue(pos.get());
        NatsBuses.await("the silence is noticed", () -> publisher.problem().isPresent());

        buses.nats().resume();
        awaitFlow(publisher, heard, pos);
        assertThat(heard).isSorted();
    }

    @Test
    void closingEndsQuicklyWhileNatsIsPaused() {
        var bus = buses.connected();
        buses.nats().pause();
        bus.publish(change(1));

        var start = System.nanoTime();
        bus.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void foreignMessagesAreIgnoredWhateverTheyAre() throws Exception {
        var bus = buses.connected();
        var heard = heardBy(bus);
        var ephemeral = new CopyOnWriteArrayList<EphemeralEvent>();
        bus.subscribeEphemeral(ephemeral::add);
        var garbage = List.of(
                "",
                "hello",
                "null",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":1,\"event\":{}}",
                "{\"version\":1,\"event\":{\"pos\":5}}",
                "{\"version\":1,\"event\":{\"pos\":5,\"row\":{\"ids\":[]},\"dispatches\":[]}}",
                "{\"version\":1,\"event\":{\"pos\":5,\"row\":{\"kind\":\"a\",\"ids\":[]},\"dispatches\":[{}]}}",
                "{\"version\":1,\"event\":{\"pos\":-5,\"row\":{\"kind\":\"a\",\"ids\":[]},\"dispatches\":[]}}",
                "{\"version\":2,\"event\":{\"pos\":5,\"row\":{\"kind\":\"a\",\"ids\":[]},\"dispatches\":[]}}",
                "{\"version\":1,\"t\":\"A\",\"d\":\"{}\"}",
                "{\"version\":1,\"t\":\"A\",\"d\":\"{}\",\"account\":{}}",
                "{\"version\":1,\"t\":\"A\",\"d\":\"{}\",\"account\":{\"user\":\"no id\"}}",
                "{\"version\":2,\"t\":\"A\",\"d\":\"{}\",\"account\":{\"user\":\"%s\"}}".formatted(USER.value()));
        var stranger = Nats.connect(buses.nats().url());
        try {
            for (var text : garbage) {
                stranger.publish(CHANGES, text.getBytes(UTF_8));
                stranger.publish(EPHEMERA, text.getBytes(UTF_8));
            }
            stranger.publish(CHANGES, new byte[] {(byte) 0xff, 0, (byte) 0xc0, (byte) 0xaf});
            stranger.publish(EPHEMERA, new byte[1_000_000]);
            stranger.publish("amityvox.nobody.changes", "{}".getBytes(UTF_8));
            stranger.publish(CHANGES, """
                    {"version":1,"later":true,"event":{"pos":7,"row":{"kind":"a","ids":[],"more":1},"dispatches":[]}}
                    """.getBytes(UTF_8));
            stranger.flush(Duration.ofSeconds(5));
        } finally {
            stranger.close();
        }

        awaitHeard(heard, 7);
        assertThat(heard).containsExactly(7L);
        assertThat(ephemeral).isEmpty();
    }

    @Test
    void aReceiverThatFailsDoesNotEndTheReceiving() {
        var bus = buses.connected();
        bus.subscribe(event -> {
            if (event.pos() == 1) {
                throw new IllegalStateException("This is meant to fail");
            }
        });
        var heard = heardBy(bus);
        var other = buses.connected();

        other.publish(change(1));
        other.publish(change(2));

        awaitHeard(heard, 2);
    }

    @Test
    void whatIsTooLargeIsNotSentAndWhatFollowsIs() {
        var publisher = buses.connected();
        var own = heardBy(publisher);
        var heard = heardBy(buses.connected());
        var text = "\"%s\"".formatted("x".repeat(1_100_000));
        var large = new EncodedDispatch("NOTE", text, Dispatch.To.ALL);

        publisher.publish(new LiveEvent(1, LogRow.of("something_happened"), List.of(large)));
        publisher.publish(change(2));

        awaitHeard(heard, 2);
        assertThat(heard).containsExactly(2L);
        assertThat(own).containsExactly(1L, 2L);
    }

    @Test
    void instancesOnOneNatsHearNothingOfEachOther() {
        var bus = buses.connected();
        var heard = heardBy(bus);
        var foreign =
                buses.connected(buses.unconnected(OTHER_INSTANCE, buses.nats().url(), "", ""));

        foreign.publish(change(1));
        buses.connected().publish(change(2));

        awaitHeard(heard, 2);
        assertThat(heard).containsExactly(2L);
    }

    @Test
    void aWrongPasswordIsNamedAndARightOneWorks() {
        var locked = buses.service("--user", "amityvox", "--pass", "right");

        var wrong = buses.unconnected(NatsBuses.INSTANCE, locked.url(), "amityvox", "wrong");
        var nobody = buses.unconnected(NatsBuses.INSTANCE, locked.url(), "", "");

        buses.connected(buses.unconnected(NatsBuses.INSTANCE, locked.url(), "amityvox", "right"));
        NatsBuses.await("the problem is told", () -> wrong.problem().orElse("").contains("nats.password"));
        NatsBuses.await("the problem is told", () -> nobody.problem().orElse("").contains("nats.password"));
    }
}
