// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is told now or never, and coming back, between people who are connected to two servers.
class PresenceTogetherTest extends ServerPair {
    private static final String SELF = "/api/v1/users/@me";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    private List<TestInstance> running = List.of(one, two);

    /// A socket that has seen that its own account is there: whatever comes now is news.
    private GatewayClient watch(TestInstance at) {
        var socket = at.connect(guild.owner());
        socket.awaitSeen(guild.owner(), "online");
        return socket;
    }

    private void pass(int seconds) {
        for (var second = 0; second < seconds; second++) {
            running.forEach(each -> {
                each.clock().advance(Duration.ofSeconds(1));
                each.presence().tick();
            });
            // What is begun by that happens in real time.
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void whoConnectsToOneIsSeenAtTheOther() {
        var member = guild.member();
        var watch = watch(two);

        var socket = one.connect(member);
        watch.awaitPresence(member, "online");
        socket.awaitSeen(guild.owner(), "online");
        assertThat(GatewayClient.statuses(two.connect(guild.member()).ready()))
                .containsEntry(member.id().value(), "online");

        socket.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "idle"));
        watch.awaitPresence(member, "idle");
        two.api().as(member).with("status", "dnd").patch(SELF).expect(200);
        watch.awaitPresence(member, "dnd");
        two.api().as(member).with("status", "invisible").patch(SELF).expect(200);
        watch.awaitPresence(member, "offline");
        assertThat(GatewayClient.statuses(two.connect(guild.owner()).ready()))
                .doesNotContainKey(member.id().value());
    }

    @Test
    void readyKnowsWhoIsAtTheOther() {
        var member = guild.member();
        one.connect(member).awaitSeen(member, "online");
        watch(two).awaitSeen(member, "online");

        assertThat(GatewayClient.statuses(two.connect(guild.owner()).ready()))
                .containsEntry(member.id().value(), "online");
    }

    @Test
    void whoResumesAtTheOtherIsToldHowAllAre() {
        var member = guild.member();
        var reader = one.connect(guild.owner());
        var socket = one.connect(member);
        reader.awaitPresence(member, "online");
        reader.close();
        socket.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "idle"));
        socket.awaitPresence(member, "idle");
        two.connect(guild.member()).awaitSeen(member, "idle");

        var again = two.socket();
        again.resume(guild.owner(), reader.sessionId(), reader.readyCursor());

        assertThat(GatewayClient.statuses(again.await("RESUMED").d()))
                .containsEntry(member.id().value(), "idle");
    }

    @Test
    void inALargeGuildWhoAsksIsToldOfThoseAtTheOther() {
        IntStream.range(0, 250).forEach(_ -> guild.member());
        var member = guild.member();
        var asking = two.connect(guild.owner());
        var silent = two.connect(guild.member());
        var socket = one.connect(member);
        asking.send(GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value(), "query", member.username()));
        asking.await("GUILD_MEMBERS_CHUNK");

        socket.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "idle"));

        asking.awaitPresence(member, "idle");
        asking.send(GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value(), "query", member.username()));
        assertThat(GatewayClient.statuses(asking.await("GUILD_MEMBERS_CHUNK").d()))
                .containsEntry(member.id().value(), "idle");
        assertThat(silent.presencesSoFar()).isEmpty();
    }

    @Test
    void whoJoinsIsIntroducedToThoseAtTheOther() {
        var newcomer = one.given().person();
        var socket = one.connect(newcomer);
        var watch = watch(two);

        guild.joins(newcomer);

        watch.awaitPresence(newcomer, "online");
        socket.awaitPresence(guild.owner(), "online");
    }

    @Test
    void whoMovesToTheOtherServerDoesNotFlicker() {
        var member = guild.member();
        var atOne = watch(one);
        var atTwo = watch(two);
        var socket = one.connect(member);
        atOne.awaitPresence(member, "online");
        atTwo.awaitPresence(member, "online");

        socket.close();
        two.connect(member);
        pass(40);
        var marker = one.connect(guild.member());
        marker.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "idle"));

        for (var watch : List.of(atOne, atTwo)) {
            Map<String, String> told;
            do {
                told = watch.nextPresences();
                assertThat(told).doesNotContainKey(member.id().value());
            } while (!told.containsValue("idle"));
        }
    }

    @Test
    void whoWasOnAServerThatStopsHasTheGraceToComeToTheOther() {
        var ann = guild.member();
        var ben = guild.member();
        var watch = watch(two);
        one.connect(ann);
        one.connect(ben);
        watch.awaitSeen(ann, "online");
        watch.awaitSeen(ben, "online");

        one.stop();
        running = List.of(two);
        two.connect(ben);
        pass(11);

        watch.awaitPresence(ann, "offline");
        assertThat(GatewayClient.statuses(two.connect(guild.owner()).ready()))
                .containsEntry(ben.id().value(), "online")
                .doesNotContainKey(ann.id().value());
    }

    @Test
    void whoTypesAtOneIsSeenAtTheOther() {
        var member = guild.member();
        var watch = two.connect(guild.owner());

        one.api().as(member).post("/api/v1/channels/{}/typing", guild.channel()).expect(204);

        assertThat(watch.await("TYPING_START").d().text("user_id"))
                .isEqualTo(member.id().value());
    }

    @Test
    void whatIsReadAtOneIsReadAtTheOther() {
        var message = one.given().message(guild);
        var device = two.connect(guild.owner());

        one.api()
                .as(guild.owner())
                .with("message_id", message.value())
                .post("/api/v1/channels/{}/ack", guild.channel())
                .expect(200);

        assertThat(device.await("READ_STATE_UPDATE").d().text("last_read_id")).isEqualTo(message.value());
        assertThat(two.connect(guild.owner()).ready().list("read_states").toString())
                .contains(message.value());
    }

    @Test
    void whatWasMissedAtOneIsReplayedByTheOther() {
        var reader = one.connect(guild.owner());
        one.given().message(guild.owner(), guild.channel(), "seen");
        reader.framesUntilMessage("seen");
        reader.close();
        var missed =
                IntStream.range(0, 20).mapToObj(number -> "missed " + number).toList();
        for (var number = 0; number < missed.size(); number++) {
            (number % 2 == 0 ? one : two).given().message(guild.owner(), guild.channel(), missed.get(number));
        }

        var again = two.socket();
        again.resume(guild.owner(), reader.sessionId(), reader.cursor());
        var replayed = again.framesUntil(frame -> frame.is("RESUMED"));
        one.given().message(guild.owner(), guild.channel(), "live");

        assertThat(replayed.stream()
                        .filter(frame -> frame.is("MESSAGE_CREATE"))
                        .map(frame -> frame.d().text("content")))
                .isEqualTo(missed);
        assertThat(again.framesUntilMessage("live")).hasSize(1);
    }

    /// The other server has not heard yet of what the client has been told already.
    @Test
    void whoResumesAtAServerThatIsBehindIsToldNothingTwice() {
        for (var round = 0; round < 5; round++) {
            two.bus().heal();
            var reader = one.connect(guild.owner());
            two.settle();
            two.bus().deafen();
            one.given().message(guild.owner(), guild.channel(), "seen " + round);
            reader.framesUntilMessage("seen " + round);
            reader.close();

            var again = two.socket();
            again.resume(guild.owner(), reader.sessionId(), reader.cursor());
            var resumed = again.framesUntil(frame -> frame.is("RESUMED"));
            one.given().message(guild.owner(), guild.channel(), "live " + round);
            var live = again.framesUntilMessage("live " + round);

            assertThat(resumed).hasSize(1);
            assertThat(live).hasSize(1);
            assertThat(Long.parseLong(again.cursor())).isGreaterThan(Long.parseLong(reader.cursor()));
        }
    }

    @Test
    void aCursorFromTheFutureIsNoCursor() {
        var reader = one.connect(guild.owner());
        reader.close();

        var again = two.socket();
        again.resume(guild.owner(), reader.sessionId(), "999999999");

        assertThat(again.await(frame -> frame.op() == GatewayClient.INVALID_SESSION)
                        .d()
                        .text("reason"))
                .isEqualTo("unknown");
        two.api().as(guild.owner()).get(MESSAGES, guild.channel()).expect(200);
    }
}
