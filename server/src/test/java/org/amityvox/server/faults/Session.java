// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.Tree;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// The live connection of somebody who stays: when it is lost it is made again and resumed, as the browser client does.
final class Session implements AutoCloseable {
    private static final Json JSON = new Json();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(100);
    private static final Duration ASK_AFTER = Duration.ofSeconds(2);

    /// A connection that leaves so many questions unanswered is taken for dead.
    private static final int MAX_UNANSWERED = 3;

    private final HttpClient http;
    private final IntSupplier port;
    private final String token;
    private @Nullable Thread thread;
    private volatile boolean closed;
    private final AtomicInteger resumed = new AtomicInteger();
    private @Nullable String sessionId;
    private @Nullable String cursor;

    /// What is told of a session.
    interface Listener {
        /// It starts afresh: whatever was known has to be read anew.
        void onReady();

        void onEvent(String name, Tree d);

        /// Every frame, as text.
        void onText(String text);
    }

    private sealed interface Received {
        record Text(String text) implements Received {}

        record Closed() implements Received {}
    }

    Session(HttpClient http, IntSupplier port, String token) {
        this.http = http;
        this.port = port;
        this.token = token;
    }

    void start(Listener listener) {
        thread = Thread.ofVirtual().start(() -> run(listener));
    }

    /// How often it was resumed.
    int resumed() {
        return resumed.get();
    }

    private void run(Listener listener) {
        while (!closed) {
            try {
                stay(listener);
            } catch (CompletionException _) {
                // Nobody answers at this moment.
            } catch (InterruptedException _) {
                return;
            }
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
        }
    }

    /// One connection, until it ends.
    private void stay(Listener listener) throws InterruptedException {
        var arrived = new LinkedBlockingQueue<Received>();
        var socket = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .buildAsync(URI.create("ws://127.0.0.1:" + port.getAsInt() + "/api/v1/gateway"), receiver(arrived::add))
                .orTimeout(CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        try {
            var unanswered = 0;
            while (!closed && unanswered < MAX_UNANSWERED) {
                switch (arrived.poll(ASK_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                    case null -> {
                        send(socket, GatewayClient.HEARTBEAT, cursor);
                        unanswered++;
                    }
                    case Received.Closed _ -> {
                        return;
                    }
                    case Received.Text(var text) -> {
                        unanswered = 0;
                        listener.onText(text);
                        if (!handle(listener, socket, new Tree(JSON.readTree(text)))) {
                            return;
                        }
                    }
                }
            }
        } finally {
            socket.abort();
        }
    }

    /// @return false when the connection is to be made anew
    private boolean handle(Listener listener, WebSocket socket, Tree frame) {
        switch ((int) frame.number("op")) {
            case GatewayClient.HELLO -> begin(socket);
            case GatewayClient.INVALID_SESSION -> {
                sessionId = null;
                begin(socket);
            }
            case GatewayClient.HEARTBEAT -> send(socket, GatewayClient.HEARTBEAT, cursor);
            case GatewayClient.RECONNECT -> {
                return false;
            }
            case 0 -> {
                dispatch(listener, frame.text("t"), frame.at("d"));
                if (frame.at("s").value() != null) {
                    cursor = frame.text("s");
                }
            }
            default -> {}
        }
        return true;
    }

    private void begin(WebSocket socket) {
        if (sessionId == null || cursor == null) {
            send(socket, GatewayClient.IDENTIFY, Map.of("token", token));
        } else {
            send(socket, GatewayClient.RESUME, Map.of("token", token, "session_id", sessionId, "s", cursor));
        }
    }

    private void dispatch(Listener listener, String name, Tree d) {
        switch (name) {
            case "READY" -> {
                sessionId = d.text("session_id");
                listener.onReady();
            }
            case "RESUMED" -> resumed.incrementAndGet();
            default -> listener.onEvent(name, d);
        }
    }

    private static void send(WebSocket socket, int op, @Nullable Object d) {
        var frame = new LinkedHashMap<String, @Nullable Object>();
        frame.put("op", op);
        frame.put("d", d);
        // That the server has closed meanwhile shows in what comes.
        socket.sendText(JSON.writeText(frame), true).exceptionally(_ -> socket).join();
    }

    private static WebSocket.Listener receiver(Consumer<Received> arrived) {
        return new WebSocket.Listener() {
            private final StringBuilder partial = new StringBuilder();

            @Override
            public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                partial.append(data);
                if (last) {
                    arrived.accept(new Received.Text(partial.toString()));
                    partial.setLength(0);
                }
                from.request(1);
                return null;
            }

            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                arrived.accept(new Received.Closed());
                return null;
            }

            @Override
            public void onError(WebSocket from, Throwable error) {
                arrived.accept(new Received.Closed());
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
