// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.TestClock;
import org.amityvox.server.platform.http.Frame;
import org.amityvox.server.platform.http.RawWebSocket;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;

class SlowReaderTest extends ServerTest {
    private static final int MESSAGES = 1200;

    @Test
    void aClientWhoseQueueIsFullIsToldThatItIsTooSlow() {
        var socket = new FakeSocket(2);
        var connection = new Connection(socket, new Frames(new Json()), new TestClock());

        connection.send(Frame.of("1"));
        connection.send(Frame.of("2"));
        assertThat(socket.closes()).isEmpty();
        connection.send(Frame.of("3"));

        assertThat(socket.closes()).containsExactly(4010);
    }

    @Test
    void aClientThatNeverReadsIsDroppedAndDelaysNobody() {
        var guild = given.guild();
        var reader = server.connect(guild.owner());
        var stalled = guild.member();
        var text = "\u20ac".repeat(4000);
        try (var raw = new RawWebSocket(server.port(), "/api/v1/gateway", "", 4096)) {
            assertThat(raw.receive().payload()).contains("\"op\":10");
            raw.text("{\"op\":2,\"d\":{\"token\":\"" + stalled.token() + "\"}}");
            assertThat(raw.receive().payload()).contains("READY");

            var ids = IntStream.range(0, MESSAGES)
                    .mapToObj(_ ->
                            given.message(guild.owner(), guild.channel(), text).value())
                    .toList();

            given.message(guild.owner(), guild.channel(), "the end");
            assertThat(reader.framesUntilMessage("the end").stream()
                            .filter(frame -> frame.is("MESSAGE_CREATE"))
                            .limit(MESSAGES)
                            .map(frame -> frame.d().text("id")))
                    .isEqualTo(ids);
            assertThat(raw.drain()).isLessThan((long) MESSAGES * text.length() * 3);
        }
        var again = server.connect(stalled);
        given.message(guild.owner(), guild.channel(), Given.PASSWORD);
        assertThat(again.framesUntilMessage(Given.PASSWORD)).hasSize(1);
    }
}
