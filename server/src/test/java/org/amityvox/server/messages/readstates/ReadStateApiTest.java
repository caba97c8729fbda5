// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class ReadStateApiTest extends ServerTest {
    private static final String ACK = "/api/v1/channels/{}/ack";

    @Test
    void whatOneHasReadIsToldToOnesOwnDevicesAndToNobodyElse() {
        var guild = given.guild();
        var reader = guild.member();
        var message = given.message(guild);
        var own = List.of(server.connect(reader), server.connect(reader));
        var other = server.connect(guild.owner());

        var state = ack(reader, guild.channel(), message).expect(200).data();

        assertThat(state.value())
                .isEqualTo(Map.of("channel_id", guild.channel().value(), "last_read_id", message.value()));
        for (var socket : own) {
            var told = socket.await("READ_STATE_UPDATE");
            assertThat(told.s()).isNull();
            assertThat(told.d()).isEqualTo(state);
        }
        assertThat(soFar(other)).doesNotContain("READ_STATE_UPDATE");
    }

    @Test
    void readyHasThePresentOne() {
        var guild = given.guild();
        var reader = guild.member();
        var first = given.message(guild);
        var second = given.message(guild);
        ack(reader, guild.channel(), first).expect(200);
        ack(reader, guild.channel(), second).expect(200);

        var states = server.connect(reader).ready().at("read_states");

        assertThat(states.value())
                .isEqualTo(List.of(Map.of("channel_id", guild.channel().value(), "last_read_id", second.value())));
        assertThat(server.connect(guild.owner()).ready().list("read_states")).isEmpty();
    }

    @Test
    void anOlderMessageMakesTheFollowingUnreadAgain() {
        var guild = given.guild();
        var reader = guild.member();
        var first = given.message(guild);
        var second = given.message(guild);
        ack(reader, guild.channel(), second).expect(200);

        ack(reader, guild.channel(), first).expect(200);

        assertThat(server.connect(reader).ready().text("read_states", 0, "last_read_id"))
                .isEqualTo(first.value());
    }

    @Test
    void whatIsSaidAgainIsNotToldAgain() {
        var guild = given.guild();
        var reader = guild.member();
        var message = given.message(guild);
        ack(reader, guild.channel(), message).expect(200);
        var socket = server.connect(reader);

        ack(reader, guild.channel(), message).expect(200);
        ack(reader, guild.channel(), given.message(guild)).expect(200);

        assertThat(socket.await("READ_STATE_UPDATE").d().text("last_read_id")).isNotEqualTo(message.value());
    }

    @Test
    void aMessageThatIsDeletedByNowWillDo() {
        var guild = given.guild();
        var message = given.message(guild);
        api.as(guild.owner())
                .delete("/api/v1/channels/{}/messages/{}", guild.channel(), message)
                .expect(204);

        ack(guild.owner(), guild.channel(), message).expect(200);
    }

    @Test
    void onlyMessagesOfThisChannelWillDo() {
        var guild = given.guild();
        var elsewhere = given.channel(guild, "elsewhere").id();
        var message = given.message(guild.owner(), elsewhere, "hello");

        ack(guild.owner(), guild.channel(), message).expectError(404, "message_not_found");
        ack(guild.owner(), guild.channel(), new MessageId("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"))
                .expectError(404, "message_not_found");
        api.as(guild.owner()).withBody("{}").post(ACK, guild.channel()).faults("message_id");
    }

    @Test
    void whoMayNotViewTheChannelReadsNothing() {
        var guild = given.guildAllowing(Permission.CREATE_INVITES);
        var blind = guild.member();
        var message = given.message(guild);

        ack(blind, guild.channel(), message).expectError(404, "channel_not_found");
        ack(given.person(), guild.channel(), message).expectError(404, "channel_not_found");
    }

    @Test
    void whatMayNotBeSeenAnyMoreIsNotSpokenOf() {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        ack(reader, guild.channel(), given.message(guild)).expect(200);
        socket.await("READ_STATE_UPDATE");
        socket.close();
        hideEverything(guild.id().value(), guild.owner());

        var resumed = server.socket();
        resumed.resume(reader, socket.sessionId(), socket.readyCursor());

        assertThat(resumed.framesUntil(frame -> frame.is("RESUMED")))
                .extracting(GatewayFrame::t)
                .doesNotContain("READ_STATE_UPDATE");
        assertThat(server.connect(reader).ready().list("read_states")).isEmpty();
    }

    @Test
    void whoResumesIsToldWhatChangedMeanwhileBeforeTheEnd() {
        var guild = given.guild();
        var reader = guild.member();
        var elsewhere = given.channel(guild, "elsewhere").id();
        var old = given.message(guild.owner(), elsewhere, "long ago");
        ack(reader, elsewhere, old).expect(200);
        server.clock().advance(Duration.ofMinutes(5));
        given.message(guild.owner(), guild.channel(), "newest");
        var socket = server.connect(reader);
        socket.close();
        var message = given.message(guild);
        ack(reader, guild.channel(), message).expect(200);

        var again = server.socket();
        again.resume(reader, socket.sessionId(), socket.readyCursor());
        var frames = again.framesUntil(frame -> frame.is("RESUMED"));

        assertThat(frames)
                .extracting(GatewayFrame::t)
                .containsExactly("MESSAGE_CREATE", "READ_STATE_UPDATE", "RESUMED");
        assertThat(frames.get(1).s()).isNull();
        assertThat(frames.get(1).d().text("last_read_id")).isEqualTo(message.value());
        assertThat(frames.getLast().d().number("replayed")).isEqualTo(1);
    }

    @Test
    void whatIsReadWhileAnotherDeviceConnectsIsKnownThere() {
        var guild = given.guild();
        var reader = guild.member();
        var messages = List.of(given.message(guild), given.message(guild));
        for (var round = 0; round < 30; round++) {
            var message = messages.get(round % 2);
            var sockets = Together.run(2, number -> {
                if (number == 0) {
                    ack(reader, guild.channel(), message).expect(200);
                    return List.<GatewayClient>of();
                }
                return List.of(server.connectAtOnce(reader));
            });

            var socket = sockets.getLast().getFirst();
            var states = socket.ready().at("read_states");
            if (states.list().isEmpty() || !states.text(0, "last_read_id").equals(message.value())) {
                assertThat(socket.await("READ_STATE_UPDATE").d().text("last_read_id"))
                        .isEqualTo(message.value());
            }
            socket.close();
        }
    }

    private Reply ack(Person person, ChannelId channel, MessageId message) {
        return api.as(person).with("message_id", message.value()).post(ACK, channel);
    }

    /// The way a transaction does it that changes rights.
    private void hideEverything(String guild, Person owner) {
        server.db().useTransaction(tx -> {
            tx.sql("UPDATE guilds SET rights_version = rights_version + 1 WHERE id = :guild")
                    .bind("guild", guild)
                    .update();
            tx.sql("UPDATE roles SET permissions_allow = 0 WHERE guild_id = :guild")
                    .bind("guild", guild)
                    .update();
            tx.sql("INSERT INTO event_log (kind, guild_id, origin, created_at)"
                            + " SELECT 'role_updated', :guild, instance_id, :now FROM users WHERE id = :owner")
                    .bind("guild", guild)
                    .bind("owner", owner.id())
                    .bind("now", server.clock().instant())
                    .update();
        });
        server.settle();
    }

    private static List<String> soFar(GatewayClient socket) {
        socket.send(GatewayClient.HEARTBEAT, null);
        return socket.framesUntil(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK).stream()
                .map(frame -> String.valueOf(frame.t()))
                .toList();
    }
}
