// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for every bus while it is well.
abstract class EventBusContract {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final GuildId GUILD = new GuildId("01J00000000000000000000001");
    private static final UserId USER = new UserId("01J00000000000000000000002");

    /// What comes out at `to` of what goes in at `from`; the same for a bus inside a process.
    record Ends(EventBus from, EventBus to) {}

    abstract Ends open();

    private record Note(String text) {}

    private static final WireType<Note> NOTE = WireType.ephemeral("NOTE", Note.class, "Everybody");

    private static EphemeralEvent note(String text, EphemeralEvent.Audience audience) {
        return EphemeralEvent.of(new Json(), NOTE, new Note(text), audience);
    }

    private static LiveEvent change(long pos) {
        var dispatches = Arrays.stream(Dispatch.To.values())
                .map(to -> new EncodedDispatch("NOTE", "{\"text\":\"ü \\\"1\\\"\"}", to))
                .toList();
        var row = LogRow.of("something_happened")
                .guild(GUILD)
                .channel(new ChannelId("01J00000000000000000000003"))
                .user(USER)
                .object(GUILD)
                .actor(USER)
                .ids(List.of(GUILD, USER));
        return new LiveEvent(pos, row, dispatches);
    }

    private static <T> @Nullable T next(LinkedBlockingQueue<T> queue) {
        try {
            return queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyReceiverGetsWhatIsPublished() {
        var ends = open();
        var first = new LinkedBlockingQueue<LiveEvent>();
        var second = new LinkedBlockingQueue<LiveEvent>();
        ends.to().subscribe(first::add);
        ends.to().subscribe(second::add);

        ends.from().publish(change(7));

        assertThat(next(first)).isEqualTo(change(7));
        assertThat(next(second)).isEqualTo(change(7));
    }

    @Test
    void whatIsEphemeralArrivesWholeWhateverItsAudience() {
        var ends = open();
        var received = new LinkedBlockingQueue<EphemeralEvent>();
        ends.to().subscribeEphemeral(received::add);
        var events = List.of(
                note("ü \"1\"", new EphemeralEvent.Account(USER)),
                note("2", new EphemeralEvent.Viewers(GUILD, new ChannelId("01J00000000000000000000003"), USER)),
                note("3", new EphemeralEvent.Fellows(USER, List.of(GUILD), List.of())),
                note("4", new EphemeralEvent.Fellows(USER, List.of(), List.of(GUILD))),
                note("5", new EphemeralEvent.Processes()));

        for (var event : events) {
            ends.from().publishEphemeral(event);
            assertThat(next(received)).isEqualTo(event);
        }
        assertThat(events.getFirst().t()).isEqualTo("NOTE");
        assertThat(events.getFirst().d()).isEqualTo("{\"text\":\"ü \\\"1\\\"\"}");
    }

    @Test
    void theTwoKindsAreNeverMixedUp() {
        var ends = open();
        var logged = new LinkedBlockingQueue<LiveEvent>();
        var ephemeral = new LinkedBlockingQueue<EphemeralEvent>();
        ends.to().subscribe(logged::add);
        ends.to().subscribeEphemeral(ephemeral::add);

        ends.from().publishEphemeral(note("1", new EphemeralEvent.Account(USER)));
        ends.from().publish(change(1));

        assertThat(next(logged)).isNotNull();
        assertThat(next(ephemeral)).isNotNull();
        assertThat(logged).isEmpty();
        assertThat(ephemeral).isEmpty();
    }

    @Test
    void publishingWithoutReceiversAndAfterTheEndDoesNothing() {
        var ends = open();
        ends.from().publishEphemeral(note("1", new EphemeralEvent.Account(USER)));
        ends.from().publish(change(1));
        var late = new LinkedBlockingQueue<EphemeralEvent>();
        ends.to().subscribeEphemeral(late::add);
        ends.to().close();
        ends.from().close();

        ends.from().publishEphemeral(note("2", new EphemeralEvent.Account(USER)));

        assertThat(late).isEmpty();
    }
}
