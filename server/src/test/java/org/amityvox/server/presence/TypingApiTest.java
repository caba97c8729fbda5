// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class TypingApiTest extends ServerTest {
    private static final String TYPING = "/api/v1/channels/{}/typing";

    private final Rights rights = new Rights(server);

    @Test
    void theOthersInAChannelAreToldAndTheTypistIsNot() {
        var guild = given.guild();
        var typist = guild.member();
        var reader = server.connect(guild.owner());
        var own = List.of(server.connect(typist), server.connect(typist));

        type(typist, guild.channel()).expect(204);

        var told = reader.await("TYPING_START");
        assertThat(told.s()).isNull();
        assertThat(told.d().keys()).containsExactlyInAnyOrder("channel_id", "user_id", "started_at");
        assertThat(told.d().text("channel_id")).isEqualTo(guild.channel().value());
        assertThat(told.d().text("user_id")).isEqualTo(typist.id().value());
        own.forEach(this::assertNothingSoFar);
    }

    @Test
    void whoMayNotSeeTheChannelIsNotTold() {
        var guild = given.guild();
        var witness = guild.member();
        var blind = guild.member();
        var stranger = given.guild().owner();
        var secret = given.channel(guild, "secret").id();
        rights.hide(guild, secret, witness);
        var sockets = List.of(server.connect(blind), server.connect(stranger));
        var seeing = server.connect(witness);

        type(guild.owner(), secret).expect(204);

        seeing.await("TYPING_START");
        sockets.forEach(this::assertNothingSoFar);
        type(blind, secret).expectError(404, "channel_not_found");
        type(stranger, secret).expectError(404, "channel_not_found");
    }

    @Test
    void aChannelThatIsHiddenWhileOneIsConnectedIsHiddenFromThenOn() {
        var guild = given.guild();
        var witness = guild.member();
        var blinded = guild.member();
        var secret = given.channel(guild, "secret").id();
        var seeing = server.connect(witness);
        var socket = server.connect(blinded);
        type(guild.owner(), secret).expect(204);
        socket.await("TYPING_START");
        seeing.await("TYPING_START");

        rights.hide(guild, secret, witness);
        type(guild.owner(), secret).expect(204);

        seeing.await("TYPING_START");
        assertNothingSoFar(socket);
    }

    @Test
    void whoWasRemovedFromTheGuildIsNotToldAndCannotTell() {
        var guild = given.guild();
        var witness = server.connect(guild.member());
        var removed = guild.member();
        var socket = server.connect(removed);

        rights.remove(guild, removed);
        type(removed, guild.channel()).expectError(404, "channel_not_found");
        type(guild.owner(), guild.channel()).expect(204);

        assertThat(witness.await("TYPING_START").d().text("user_id"))
                .isEqualTo(guild.owner().id().value());
        assertNothingSoFar(socket);
    }

    @Test
    void whoMayNotWriteCannotTell() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL, Permission.CREATE_INVITES);
        var silent = guild.member();
        var timed = given.guild();
        var quiet = timed.member();
        rights.timeOut(timed, quiet);
        var witness = server.connect(timed.member());

        type(silent, guild.channel()).expectError(403, "missing_permission").detail("permission", "send_messages");
        var refused = type(quiet, timed.channel()).expectError(403, "timed_out");
        type(timed.owner(), timed.channel()).expect(204);

        assertThat(refused.error().at("details").has("timeout_until")).isTrue();
        assertThat(witness.await("TYPING_START").d().text("user_id"))
                .isEqualTo(timed.owner().id().value());
    }

    @Test
    void nothingOfItIsInTheLog() {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        type(guild.owner(), guild.channel()).expect(204);
        socket.await("TYPING_START");
        socket.close();

        var again = server.socket();
        again.resume(reader, socket.sessionId(), socket.readyCursor());

        assertThat(again.framesUntil(frame -> frame.is("RESUMED"))).hasSize(1);
    }

    @Test
    void oneTellsFiveTimesInTenSeconds() {
        var strict = startServerWithLimits();
        var guild = strict.given().guild();

        var statuses = IntStream.range(0, 6)
                .mapToObj(_ -> strict.api()
                        .as(guild.owner())
                        .post(TYPING, guild.channel())
                        .status())
                .toList();

        assertThat(statuses).containsExactly(204, 204, 204, 204, 204, 429);
    }

    private Reply type(Person person, ChannelId channel) {
        return api.as(person).post(TYPING, channel);
    }

    /// Somebody else was told, so whatever this socket was told has been sent.
    private void assertNothingSoFar(GatewayClient socket) {
        socket.send(GatewayClient.HEARTBEAT, null);
        var frames = socket.framesUntil(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);
        assertThat(frames).extracting(GatewayFrame::t).doesNotContain("TYPING_START");
    }
}
