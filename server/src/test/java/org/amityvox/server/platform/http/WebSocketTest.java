// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.amityvox.server.platform.http.HttpSettings.SocketLimits;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.amityvox.server.platform.services.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {
    private static final String PATH = "/api/v1/gateway";

    private final TestSockets sockets = new TestSockets();
    private TestServer server = Setup.of().start();

    @BeforeEach
    void start() {
        server.close();
        server = Setup.of().sockets(sockets).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawWebSocket connect() {
        var client = new RawWebSocket(server.port(), PATH, "");
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        assertThat(client.receive()).isEqualTo(new RawWebSocket.Received(1, "hello"));
        return client;
    }

    @Test
    void messagesGoBothWays() throws Exception {
        try (var client = connect()) {
            var socket = sockets.next();

            client.text("grüße 👋");
            client.text("");

            assertThat(socket.next()).isEqualTo("text:grüße 👋");
            assertThat(socket.next()).isEqualTo("text:");
            assertThat(socket.threads()).allMatch(Thread::isVirtual);
            assertThat(socket.socket().clientAddress()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void compressionIsRefused() {
        try (var client = new RawWebSocket(server.port(), PATH, "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Extensions");
            assertThat(client.receive().payload()).isEqualTo("hello");
        }
    }

    @Test
    void parametersOfTheAddressAreKnown() throws Exception {
        try (var _ = new RawWebSocket(server.port(), PATH + "?v=1", "")) {
            assertThat(sockets.next().socket().query("v")).hasValue("1");
        }
    }

    @Test
    void anOrdinaryRequestIsToldToUpgrade() {
        var plain = server.get(PATH);
        var post = server.send("POST", PATH, "{}");
        var twice = server.get(PATH + "?v=1&v=2");

        var version = server.raw("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: " + RawWebSocket.KEY + "\r\n\r\n");
        var noKey = server.raw("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n");

        assertThat(version).matches("(?s)HTTP/1\\.1 4\\d\\d .*\"request_id\".*");
        assertThat(noKey).matches("(?s)HTTP/1\\.1 4\\d\\d .*\"request_id\".*");
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.at("error", "code")).isEqualTo("upgrade_required");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).hasValue("GET");
        assertThat(twice.at("error", "code")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.local:8080",
                "HTTPS://Chat.Local:8080",
                "https://chat.example.org",
                "https://friend.example",
                "https://friend.example:443"
            })
    void ownAndConfiguredOriginsMayConnect(String origin) {
        try (var client = new RawWebSocket(server.port(), PATH, "Origin: " + origin + "\r\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.local",
                "http://chat.local:8081",
                "http://evil.example",
                "http://friend.example",
                "http://chat.local:8080.evil.example",
                "http://chat.local:8080/x",
                "null",
                "file://",
                "chat.local:8080"
            })
    void foreignOriginsAreRefused(String origin) {
        try (var client = new RawWebSocket(server.port(), PATH, "Origin: " + origin + "\r\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 403 ").contains("application/json");
        }
    }

    @Test
    void aForwardedHostCountsOnlyFromATrustedProxy() throws Exception {
        var headers = String.join(
                "\r\n",
                "X-Forwarded-Host: outside.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 203.0.113.9",
                "Origin: https://outside.example",
                "");
        try (var untrusted = new RawWebSocket(server.port(), PATH, headers)) {
            assertThat(untrusted.head()).startsWith("HTTP/1.1 403 ");
        }
        var behindProxy = new TestSockets();
        try (var proxied = Setup.of().sockets(behindProxy).trusting("127.0.0.1").start();
                var trusted = new RawWebSocket(proxied.port(), PATH, headers)) {
            assertThat(trusted.head()).startsWith("HTTP/1.1 101 ");
            assertThat(behindProxy.next().socket().clientAddress()).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void aMessageInPartsArrivesWhole() throws Exception {
        try (var client = connect()) {
            var socket = sockets.next();
            var bytes = "zwei 🎉 Teile".getBytes(StandardCharsets.UTF_8);

            client.send(0x01, java.util.Arrays.copyOf(bytes, 7));
            client.send(0x89, "ping".getBytes(StandardCharsets.UTF_8));
            client.send(0x80, java.util.Arrays.copyOfRange(bytes, 7, bytes.length));

            assertThat(socket.next()).isEqualTo("text:zwei 🎉 Teile");
            assertThat(client.receive()).isEqualTo(new RawWebSocket.Received(0xA, "ping"));
        }
    }

    @Test
    void whatIsNotASmallTextIsMalformedAndNothingFollows() throws Exception {
        var limit = SocketLimits.DEFAULT.inboundBytes();
        List<java.util.function.Consumer<RawWebSocket>> sends = List.of(
                client -> client.send(0x82, new byte[] {1}),
                client -> client.send(0x81, new byte[] {(byte) 0xC3, 0x28}),
                client -> client.send(0x81, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
                client -> client.send(0x81, new byte[limit + 1]),
                client -> client.send(0x81, new byte[300_000]),
                client -> {
                    client.send(0x01, new byte[limit]);
                    client.send(0x80, new byte[1]);
                });
        for (var send : sends) {
            try (var client = connect()) {
                var socket = sockets.next();

                send.accept(client);
                client.text("after");

                assertThat(socket.next()).startsWith("malformed:");
                socket.socket().close(4002, "That was malformed.");
                var close = client.receive();
                assertThat(close.closeCode()).isEqualTo(4002);
                assertThat(close.closeReason()).isEqualTo("That was malformed.");
                client.send(0x88, new byte[] {0x0F, (byte) 0xA2});
                assertThat(socket.next()).isEqualTo("closed:4002:That was malformed.");
                assertThat(socket.events()).isEmpty();
            }
        }
    }

    @Test
    void theLargestMessageIsAccepted() throws Exception {
        try (var client = connect()) {
            var text = "x".repeat(SocketLimits.DEFAULT.inboundBytes());
            client.text(text);

            assertThat(sockets.next().next()).isEqualTo("text:" + text);
        }
    }

    @Test
    void aMessageLargerThanTheQueueIsSentWhole() throws Exception {
        var text = "y".repeat(3 << 20);
        try (var client = connect()) {
            var socket = sockets.next().socket();
            await(() -> socket.queuedBytes() == 0);

            assertThat(socket.offer(Frame.of(text))).isTrue();

            var received = new StringBuilder();
            while (received.length() < text.length()) {
                received.append(client.receive().payload());
            }
            assertThat(received).hasToString(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,bye", "4004,''"})
    void theOtherSideMayClose(int code, String reason) throws Exception {
        try (var client = connect()) {
            var socket = sockets.next();
            var payload = new byte[2 + reason.length()];
            payload[0] = (byte) (code >> 8);
            payload[1] = (byte) code;
            System.arraycopy(reason.getBytes(StandardCharsets.UTF_8), 0, payload, 2, reason.length());

            client.send(0x88, payload);

            assertThat(socket.next()).isEqualTo("closed:" + code + ":" + reason);
            assertThat(client.receive().closeCode()).isEqualTo(code);
            assertThat(socket.socket().offer(Frame.of("late"))).isFalse();
        }
    }

    @Test
    void aBrokenConnectionIsReported() throws Exception {
        var client = connect();
        var socket = sockets.next();

        client.close();

        assertThat(socket.next()).startsWith("closed:1006:");
    }

    @Test
    void aFrameThatBreaksTheProtocolEndsTheSocket() throws Exception {
        try (var client = connect()) {
            var socket = sockets.next();

            client.write(new byte[] {(byte) 0x81, 0x01, 'x'});

            assertThat(client.receive().closeCode()).isEqualTo(1002);
            client.hangUp();
            assertThat(socket.next()).startsWith("closed:1002:");
        }
    }

    @Test
    void finishSendsWhatIsQueuedFirst() throws Exception {
        try (var client = connect()) {
            var socket = sockets.next().socket();
            for (var i = 0; i < 200; i++) {
                assertThat(socket.offer(Frame.of("m" + i))).isTrue();
            }
            socket.finish(1001, "Restarting.");

            assertThat(socket.offer(Frame.of("late"))).isFalse();
            for (var i = 0; i < 200; i++) {
                assertThat(client.receive().payload()).isEqualTo("m" + i);
            }
            assertThat(client.receive().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void aLongReasonIsShortened() throws Exception {
        try (var client = connect()) {
            sockets.next().socket().close(4000, "ü".repeat(200));

            var reason = client.receive().closeReason();
            assertThat(new String(reason.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .isEqualTo("ü".repeat(61));
        }
    }

    @Test
    void aSocketThatNeverReadsIsNoticedAndEndedAndDelaysNobody() throws Exception {
        server.close();
        server = Setup.of()
                .sockets(sockets)
                .socketLimits(new SocketLimits(256, 256 << 10, 16 << 10))
                .start();
        var frame = Frame.of("z".repeat(8000));
        try (var stalled = new RawWebSocket(server.port(), PATH, "", 4096);
                var good = connect()) {
            var slow = sockets.next();
            var fast = sockets.next();

            fillUntilNothingMoves(slow.socket(), frame);
            assertThat(slow.socket().queuedBytes()).isBetween(200L << 10, 256L << 10);
            assertThat(slow.socket().offer(frame)).isFalse();

            assertThat(fast.socket().offer(Frame.of("quick"))).isTrue();
            assertThat(good.receive().payload()).isEqualTo("quick");

            var begin = System.nanoTime();
            slow.socket().close(4010, "Too slow.");
            assertThat(slow.next()).isEqualTo("closed:4010:Too slow.");
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(4));
            assertThat(slow.socket().queuedBytes()).isZero();
            assertThat(stalled.drain()).isGreaterThanOrEqualTo(-1);
        }
    }

    @Test
    void manySocketsGetEverythingInOrder() throws Exception {
        var count = 200;
        var messages = 50;
        try (var client = HttpClient.newHttpClient()) {
            var collectors = new ArrayList<Collector>();
            for (var i = 0; i < count; i++) {
                var collector = new Collector(messages + 1);
                collectors.add(collector);
                client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + PATH), collector)
                        .get(10, TimeUnit.SECONDS);
            }
            var opened = new ArrayList<TestSockets.Opened>();
            for (var i = 0; i < count; i++) {
                opened.add(sockets.next());
            }
            for (var m = 0; m < messages; m++) {
                var frame = Frame.of("m" + m);
                for (var socket : opened) {
                    assertThat(socket.socket().offer(frame)).isTrue();
                }
            }
            var expected = new ArrayList<String>(List.of("hello"));
            for (var m = 0; m < messages; m++) {
                expected.add("m" + m);
            }
            for (var collector : collectors) {
                assertThat(collector.done.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
            client.shutdownNow();
        }
    }

    @Test
    void closingTheServerEndsItsSockets() throws Exception {
        try (var client = connect()) {
            var socket = sockets.next();

            server.close();

            assertThat(socket.next()).startsWith("closed:");
            assertThat(client.drain()).isGreaterThanOrEqualTo(-1);
        }
    }

    private static final class Collector implements WebSocket.Listener {
        private final List<String> received = new ArrayList<>();
        private final StringBuilder message = new StringBuilder();
        private final int wanted;
        private final CompletableFuture<List<String>> done = new CompletableFuture<>();

        Collector(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received.add(message.toString());
                message.setLength(0);
                if (received.size() == wanted) {
                    done.complete(List.copyOf(received));
                }
            }
            webSocket.request(1);
            return null;
        }
    }

    /// Offers more until the queue has been full for a while: the network takes nothing any more.
    private static void fillUntilNothingMoves(Socket socket, Frame frame) {
        var lastMove = System.nanoTime();
        while (System.nanoTime() - lastMove < TimeUnit.MILLISECONDS.toNanos(300)) {
            if (socket.offer(frame)) {
                lastMove = System.nanoTime();
            }
            Thread.onSpinWait();
        }
    }

    private static void await(BooleanSupplier condition) {
        Waiting.until("what was expected", Duration.ofSeconds(10), condition);
    }
}
