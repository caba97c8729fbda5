// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;

/// What happens to one reaches the others: once, in order, and nobody else.
class LiveEventsTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @Test
    void anEventWhosePublisherDiedAfterTheCommitArrivesWithinTwoSecondsAndOnce() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var reader = instance.connect(guild.member());
        instance.bus().lose();
        var begin = System.nanoTime();

        instance.given().message(guild.owner(), guild.channel(), "lost");
        reader.framesUntilMessage("lost");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        instance.bus().heal();
        instance.given().message(guild.owner(), guild.channel(), "the end");
        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
    }

    @Test
    void whatTheBusDoublesAndTurnsAroundArrivesOnceAndInOrder() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var reader = instance.connect(guild.owner());
        instance.bus().hold();
        IntStream.range(0, 20)
                .forEach(number -> instance.given().message(guild.owner(), guild.channel(), "held " + number));
        instance.bus().releaseReversed();
        instance.bus().twice();
        instance.given().message(guild.owner(), guild.channel(), "the end");

        var frames = reader.framesUntilMessage("the end");

        assertThat(frames).hasSize(21);
        assertInOrder(frames);
    }

    @Test
    void threeWritersReachAFourthInOrderAndOnceEach() {
        var guild = given.guild();
        var writers = List.of(guild.owner(), guild.member(), guild.member());
        var reader = server.connect(guild.member());

        var sent = Together.run(
                3,
                writer -> IntStream.range(0, 200)
                        .mapToObj(number -> given.message(writers.get(writer), guild.channel(), writer + " " + number)
                                .value())
                        .toList());
        given.message(guild.owner(), guild.channel(), "the end");

        var frames = reader.framesUntilMessage("the end").stream()
                .filter(frame -> frame.is("MESSAGE_CREATE"))
                .toList();
        assertThat(frames).hasSize(601);
        assertInOrder(frames);
        assertThat(frames)
                .extracting(frame -> frame.d().text("id"))
                .containsAll(sent.stream().flatMap(List::stream).toList());
        var next = new HashMap<String, Integer>();
        for (var frame : frames.subList(0, 600)) {
            var content = frame.d().text("content").split(" ", 2);
            assertThat(Integer.parseInt(content[1])).isEqualTo(next.merge(content[0], 1, Integer::sum) - 1);
        }
    }

    @Test
    void whoIsNotInvitedSeesNothing() {
        var guild = given.guild();
        var member = guild.member();
        var third = given.person();
        var own = given.guild(third);
        var socket = server.connect(third);
        var message = given.message(guild);

        api.as(member).with("content", "hello").post(MESSAGES, guild.channel()).expect(201);
        given.channel(guild, "plans");
        api.as(guild.owner()).delete(MESSAGES + "/{}", guild.channel(), message).expect(204);
        api.as(member).with("display_name", "Ada").patch("/api/v1/users/@me").expect(200);
        guild.member();
        given.message(own.owner(), own.channel(), "the end");

        assertThat(socket.framesUntilMessage("the end")).hasSize(1);
        assertThat(socket.ready().at("guilds").texts("id"))
                .containsExactly(own.id().value());
        assertSeesNothing(third, guild.id(), guild.channel());
        socket.send(
                GatewayClient.REQUEST_MEMBERS,
                java.util.Map.of("guild_id", guild.id().value()));
        assertThat(socket.await("GUILD_MEMBERS_CHUNK").d().list("members")).isEmpty();
    }

    private void assertSeesNothing(Person person, GuildId guild, ChannelId channel) {
        var them = api.as(person);
        var guildRoutes = List.of("", "/channels", "/members");
        guildRoutes.forEach(path -> them.get("/api/v1/guilds/{}" + path, guild).expectError(404, "guild_not_found"));
        them.get(MESSAGES, channel).expectError(404, "channel_not_found");
        // A channel of somebody else's is not reached through one's own guild, nor a guild's id as a channel's.
        them.get(MESSAGES, guild).expectError(404, "channel_not_found");
        them.get("/api/v1/guilds/{}", channel).expectError(404, "guild_not_found");
    }

    @Test
    void whoJoinsSeesWhatComesAndNothingOfOtherGuilds() {
        var guild = given.guild();
        var other = given.guild();
        var newcomer = given.person();
        var socket = server.connect(newcomer);
        given.message(guild);

        guild.joins(newcomer);
        given.message(other);
        given.message(guild.owner(), guild.channel(), "welcome");

        var frames = socket.framesUntilMessage("welcome");
        assertThat(frames).extracting(GatewayFrame::t).containsExactly("GUILD_CREATE", "MESSAGE_CREATE");
    }

    @Test
    void oneEventReachesAllDevicesOfOnePersonOnce() {
        var guild = given.guild();
        var sockets = IntStream.range(0, 5)
                .mapToObj(_ -> server.connect(guild.owner()))
                .toList();

        given.message(guild.owner(), guild.channel(), "hello");

        var received = new ArrayList<Object>();
        sockets.forEach(socket -> {
            var frames = socket.framesUntilMessage("hello");
            assertThat(frames).hasSize(1);
            received.add(frames.getFirst().d().text("id") + frames.getFirst().s());
        });
        assertThat(received).hasSize(5).containsOnly(received.getFirst());
    }

    private static void assertInOrder(List<GatewayFrame> frames) {
        assertThat(frames.stream().map(frame -> frame.d().text("id")))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(frames.stream().map(frame -> Long.parseLong(String.valueOf(frame.s()))))
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
