// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What docs/gateway.md promises of one connection, beside its events.
class ProtocolTest extends ServerTest {
    private static final Duration A_WATCH = Duration.ofSeconds(3);

    @Test
    void helloComesFirst() {
        var hello = server.socket().hello().d();

        assertThat(hello.number("heartbeat_interval")).isEqualTo(30_000);
        assertThat(hello.text("server", "name")).isEqualTo("AmityVox");
        assertThat(hello.text("server", "version")).isNotBlank();
    }

    @Test
    void whoDoesNotIdentifyWithinTenSecondsIsClosed() {
        var socket = server.socket();

        server.clock().advance(Duration.ofSeconds(10));

        assertThat(socket.awaitClose(A_WATCH)).isEqualTo(4003);
    }

    @Test
    void heartbeatsDoNotReplaceIdentifying() {
        var socket = server.socket();
        server.clock().advance(Duration.ofSeconds(9));
        socket.send(GatewayClient.HEARTBEAT, null);
        socket.await(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);

        server.clock().advance(Duration.ofSeconds(1));

        assertThat(socket.awaitClose(A_WATCH)).isEqualTo(4003);
    }

    @Test
    void aHeartbeatIsAcknowledged() {
        var socket = server.connect(given.person());

        socket.send(GatewayClient.HEARTBEAT, "17");

        assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT_ACK);
    }

    @Test
    void aSilentClientIsAskedOnceAndThenClosed() {
        var socket = server.connect(given.person());

        server.clock().advance(Duration.ofSeconds(45));
        assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT);
        server.clock().advance(Duration.ofSeconds(75));

        assertThat(socket.awaitClose(A_WATCH)).isEqualTo(4009);
    }

    @Test
    void aClientThatAnswersTheQuestionStays() {
        var person = given.person();
        var socket = server.connect(person);
        for (var i = 0; i < 4; i++) {
            server.clock().advance(Duration.ofSeconds(45));
            assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT);
            socket.send(GatewayClient.HEARTBEAT, socket.ready().text("session_id"));
            assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT_ACK);
        }

        api.as(person)
                .with("display_name", "Still here")
                .patch("/api/v1/users/@me")
                .expect(200);
        socket.await("ACCOUNT_UPDATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "5",
                "\"op\"",
                "{}",
                "{\"op\":null}",
                "{\"op\":\"1\"}",
                "{\"op\":1.5}",
                "{\"op\":99999999999999999999}",
                "{\"op\":0}",
                "{\"op\":7}",
                "{\"op\":99}",
                "{\"op\":-1}",
                "{\"op\":2}",
                "{\"op\":2,\"d\":null}",
                "{\"op\":2,\"d\":[]}",
                "{\"op\":2,\"d\":{\"token\":5}}",
                "{\"op\":6,\"d\":\"x\"}",
                "{\"op\":1}{\"op\":1}",
                "{\"op\":1,\"d\":NaN}"
            })
    void whatIsNoFrameIsMalformed(String text) {
        var socket = server.socket();

        socket.sendText(text);

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void aFrameIsNotNestedWithoutEnd() {
        var socket = server.socket();

        socket.sendText("{\"op\":1,\"d\":" + "[".repeat(7000) + "]".repeat(7000) + "}");

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void bytesAreNoFrame() {
        var socket = server.connect(given.person());

        socket.sendBinary(new byte[] {1, 2, 3});

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void aFrameHasAtMostSixteenKibibytes() {
        var socket = server.socket();
        var padding = " ".repeat((16 << 10) - "{\"op\":1}".length());

        socket.sendText("{\"op\":1}" + padding);
        assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT_ACK);
        socket.sendText("{\"op\":1} " + padding);

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void whoSendsTooMuchAtOnceIsClosed() {
        var socket = server.connect(given.person());

        for (var i = 0; i < 29; i++) {
            socket.send(GatewayClient.HEARTBEAT, null);
        }
        for (var i = 0; i < 29; i++) {
            assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT_ACK);
        }
        for (var i = 0; i < 20; i++) {
            socket.send(GatewayClient.HEARTBEAT, null);
        }

        assertThat(socket.awaitClose()).isEqualTo(4008);
    }

    @Test
    void twoFramesASecondAreAllowedForEver() {
        var socket = server.connect(given.person());

        for (var i = 0; i < 100; i++) {
            socket.send(GatewayClient.HEARTBEAT, null);
            assertThat(socket.next().op()).isEqualTo(GatewayClient.HEARTBEAT_ACK);
            server.clock().advance(Duration.ofMillis(500));
        }
    }

    @Test
    void aTokenThatIsNoneIsRefused() {
        for (var d : new Object[] {
            Map.of("token", "x".repeat(43)), Map.of("token", ""), Map.of("token", "x".repeat(9000)), Map.of()
        }) {
            var socket = server.socket();

            socket.send(GatewayClient.IDENTIFY, d);

            assertThat(socket.awaitClose()).isEqualTo(4004);
        }
    }

    @Test
    void versionOneIsTheOnlyOne() {
        assertThat(server.socket("?v=2").awaitClose()).isEqualTo(4012);
        assertThat(server.socket("?v=").awaitClose()).isEqualTo(4012);
        var socket = server.socket("?v=1");
        socket.identify(given.person());
        socket.awaitReady();
    }

    @Test
    void aSocketHasOneSession() {
        var person = given.person();
        var socket = server.connect(person);

        socket.identify(person);

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void nothingIsDoneBeforeIdentifying() {
        var guild = given.guild();
        var socket = server.socket();

        socket.send(GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value()));

        assertThat(socket.awaitClose()).isEqualTo(4003);
    }

    @Test
    void whoIsServedIsSentAwayWhenTheServerStops() {
        var instance = startServer(Registration.OPEN);
        var socket = instance.connect(instance.given().person());

        instance.stop();

        assertThat(socket.next().op()).isEqualTo(GatewayClient.RECONNECT);
        assertThat(socket.awaitClose()).isEqualTo(1001);
    }
}
