// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.TestInstance;
import org.amityvox.server.app.World;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest extends ServerTest {
    @Test
    void whatWasMissedComesExactlyAndInOrderAndThenWhatHappens() {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        given.message(guild.owner(), guild.channel(), "seen");
        socket.framesUntilMessage("seen");
        socket.close();
        var missed = IntStream.range(0, 30)
                .mapToObj(_ -> given.message(guild).value())
                .toList();
        given.message(given.guild());

        var again = resumed(server, reader, socket);
        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        given.message(guild.owner(), guild.channel(), "live");

        assertThat(messages(frames.subList(0, 30))).isEqualTo(missed);
        assertThat(frames.get(30).d().number("replayed")).isEqualTo(30);
        assertThat(frames).hasSize(31);
        assertThat(again.framesUntilMessage("live")).hasSize(1);
    }

    @Test
    void replayedEventsAreThoseThatWereSentLive() {
        var guild = given.guild();
        var stayed = server.connect(guild.owner());
        var message = given.message(guild);
        api.as(guild.owner())
                .with("content", "changed")
                .patch("/api/v1/channels/{}/messages/{}", guild.channel(), message)
                .expect(200);
        given.channel(guild, "plans");
        guild.member();
        given.message(guild.owner(), guild.channel(), "the end");

        var live = stayed.framesUntilMessage("the end");
        var replayed = server.socket();
        replayed.resume(guild.owner(), stayed.sessionId(), stayed.readyCursor());

        var frames = replayed.framesUntilMessage("the end");
        assertThat(frames.stream().map(frame -> frame.t() + " " + frame.s()))
                .isEqualTo(
                        live.stream().map(frame -> frame.t() + " " + frame.s()).toList());
        // Told as things are now: the message had another text then.
        assertThat(frames.getFirst().d().text("content")).isEqualTo("changed");
        assertThat(frames.subList(1, 3)).isEqualTo(live.subList(1, 3));
        assertThat(frames.getLast()).isEqualTo(live.getLast());
    }

    @Test
    void whoMissedNothingIsTold() {
        var person = given.person();
        var socket = server.connect(person);
        socket.close();

        var again = resumed(server, person, socket);

        assertThat(again.next().d().number("replayed")).isZero();
    }

    @Test
    void aMessageThatIsGoneByNowIsPassedOverAndItsDeletionTold() {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        socket.close();
        var kept = given.message(guild);
        var gone = given.message(guild);
        api.as(guild.owner())
                .delete("/api/v1/channels/{}/messages/{}", guild.channel(), gone)
                .expect(204);

        var frames = resumed(server, reader, socket).framesUntil(frame -> frame.is("RESUMED"));

        assertThat(frames)
                .extracting(GatewayFrame::t)
                .containsExactly("MESSAGE_CREATE", "MESSAGE_DELETE", "CHANNEL_UPDATE", "RESUMED");
        assertThat(frames.get(1).d().text("message_id")).isEqualTo(gone.value());
        assertThat(frames.get(2).d().text("last_message_id")).isEqualTo(kept.value());
        assertThat(frames.get(3).d().number("replayed")).isEqualTo(2);
    }

    @Test
    void whoJoinedAGuildMeanwhileGetsItAndWhatHappensThere() {
        var guild = given.guild();
        var newcomer = given.person();
        var socket = server.connect(newcomer);
        socket.close();
        guild.joins(newcomer);
        given.message(guild.owner(), guild.channel(), "missed");

        var again = resumed(server, newcomer, socket);
        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        given.message(guild.owner(), guild.channel(), "live");

        assertThat(frames).extracting(GatewayFrame::t).contains("GUILD_CREATE", "MESSAGE_CREATE");
        assertThat(again.framesUntilMessage("live")).hasSize(1);
    }

    @Test
    void anotherServerOnTheSameDataResumesIt() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var reader = guild.member();
        var socket = instance.connect(reader);
        instance.given().message(guild.owner(), guild.channel(), "seen");
        socket.framesUntilMessage("seen");
        socket.close();
        var missed = IntStream.range(0, 10)
                .mapToObj(_ -> instance.given().message(guild).value())
                .toList();

        instance.restart();

        var again = resumed(instance, reader, socket);
        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        instance.given().message(guild.owner(), guild.channel(), "live");

        assertThat(messages(frames.subList(0, 10))).isEqualTo(missed);
        assertThat(frames).hasSize(11);
        assertThat(again.framesUntilMessage("live")).hasSize(1);
    }

    @Test
    void fiveThousandMissedChangesAreReplayedAndNotOneMore() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var reader = guild.member();
        var socket = instance.connect(reader);
        changes(instance, guild, 4999);
        var last = instance.given().message(guild).value();

        var again = resumed(instance, reader, socket);
        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        assertThat(messages(frames.subList(0, frames.size() - 1))).containsExactly(last);

        instance.given().message(guild);
        var late = resumed(instance, reader, socket);
        assertInvalid(late, "too_far");
        late.identify(reader);
        late.awaitReady();
        instance.given().message(guild.owner(), guild.channel(), "live");
        assertThat(late.framesUntilMessage("live")).hasSize(1);
    }

    /// Rows about messages that are gone, which nobody is told of.
    private static void changes(TestInstance instance, World guild, int count) {
        instance.db()
                .useTransaction(tx -> tx.sql("""
                        INSERT INTO event_log (kind, guild_id, channel_id, object_id, origin, created_at)
                        SELECT 'message_created', :guild, :channel, :guild, 'here', now()
                          FROM generate_series(1, :count)
                        """)
                        .bind("guild", guild.id())
                        .bind("channel", guild.channel())
                        .bind("count", count)
                        .update());
    }

    @Test
    void whatRetentionHasDroppedCannotBeResumed() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var reader = guild.member();
        var socket = instance.connect(reader);
        socket.close();
        instance.db().useTransaction(tx -> {
            tx.sql("SELECT setval('event_log_pos', 250000) AS pos").one(row -> row.number("pos"));
            tx.sql("SELECT event_log_extend(100000, 400000) AS made").one(row -> row.integer("made"));
            tx.sql("SELECT event_log_drop(100000, now() + interval '1 hour') AS dropped")
                    .one(row -> row.integer("dropped"));
        });
        instance.given().message(guild);

        var again = resumed(instance, reader, socket);

        assertInvalid(again, "expired");
        again.identify(reader);
        again.awaitReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-1", "", "x", "1.5", "99999999999999999999999"})
    void aCursorThatWasNeverGivenOutIsUnknown(String cursor) {
        var person = given.person();
        var socket = server.socket();

        socket.resume(person, "01J00000000000000000000000", cursor);

        assertInvalid(socket, "unknown");
        socket.identify(person);
        socket.awaitReady();
    }

    @Test
    void aSessionThatHasEndedResumesNothing() {
        var person = given.person();
        var socket = server.connect(person);
        api.as(person).post("/api/v1/auth/logout").expect(204);

        var again = resumed(server, person, socket);

        assertThat(again.awaitClose()).isEqualTo(4004);
    }

    @Test
    void nothingIsMissedOrDoubledBetweenReplayAndLife() throws Exception {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> IntStream.range(0, 400)
                    .mapToObj(_ -> given.message(guild).value())
                    .toList());
            var heard = new ArrayList<String>();
            var hops = 0;
            while (!writing.isDone()) {
                var frames = socket.framesUntil(frame -> frame.is("MESSAGE_CREATE"));
                heard.addAll(messages(frames));
                socket.close();
                socket = resumedAtOnce(server, reader, socket);
                heard.addAll(messages(socket.framesUntil(frame -> frame.is("RESUMED"))));
                hops++;
            }
            given.message(guild.owner(), guild.channel(), "the end");
            heard.addAll(messages(socket.framesUntilMessage("the end")));

            assertThat(hops).isGreaterThan(3);
            assertThat(heard.subList(0, heard.size() - 1)).isEqualTo(writing.get());
        }
    }

    /// Resumes once nothing is on its way any more, so that all that was missed is replayed.
    private static GatewayClient resumed(TestInstance instance, Person person, GatewayClient before) {
        instance.settle();
        return resumedAtOnce(instance, person, before);
    }

    private static GatewayClient resumedAtOnce(TestInstance instance, Person person, GatewayClient before) {
        var socket = instance.socket();
        socket.resume(person, before.sessionId(), before.cursor());
        return socket;
    }

    private static void assertInvalid(GatewayClient socket, String reason) {
        var frame = socket.next();
        assertThat(frame.op()).isEqualTo(GatewayClient.INVALID_SESSION);
        assertThat(frame.d().text("reason")).isEqualTo(reason);
    }

    private static List<String> messages(List<GatewayFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.is("MESSAGE_CREATE"))
                .map(frame -> frame.d().text("id"))
                .toList();
    }
}
