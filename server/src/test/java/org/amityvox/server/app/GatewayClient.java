// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// A client of the gateway. It collects what comes, and gives it out in that order.
public final class GatewayClient implements AutoCloseable {
    public static final int HEARTBEAT = 1;
    public static final int IDENTIFY = 2;
    public static final int UPDATE_PRESENCE = 3;
    public static final int RESUME = 6;
    public static final int RECONNECT = 7;
    public static final int REQUEST_MEMBERS = 8;
    public static final int INVALID_SESSION = 9;
    public static final int HELLO = 10;
    public static final int HEARTBEAT_ACK = 11;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Json JSON = new Json();

    private final LinkedBlockingQueue<Received> arrived = new LinkedBlockingQueue<>();

    /// Apart from the rest: they come whenever somebody else happens to come or go.
    private final LinkedBlockingQueue<Received> presences = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final GatewayFrame hello;
    private final Map<String, String> seen = new HashMap<>();
    private @Nullable String cursor;
    private Tree ready = new Tree(null);
    private String readyCursor = "";
    private String sessionId = "";

    private sealed interface Received {
        record Text(GatewayFrame frame) implements Received {}

        record Closed(int code, String reason) implements Received {}
    }

    GatewayClient(HttpClient http, int port, String query) {
        socket = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/gateway" + query), new Listener())
                .join();
        hello = await(frame -> frame.op() == HELLO);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                var frame = frame(partial.toString());
                (frame.is("PRESENCE_UPDATE") ? presences : arrived).add(new Received.Text(frame));
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            arrived.add(new Received.Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            arrived.add(new Received.Closed(1006, String.valueOf(error)));
        }
    }

    private static GatewayFrame frame(String text) {
        var tree = new Tree(JSON.readTree(text));
        return new GatewayFrame(
                Integer.parseInt(String.valueOf(tree.at("op").value())),
                (String) tree.at("t").value(),
                (String) tree.at("s").value(),
                tree.at("d"));
    }

    public GatewayFrame hello() {
        return hello;
    }

    /// The newest cursor among the frames that the test has taken.
    public String cursor() {
        return Objects.requireNonNull(cursor);
    }

    /// Of the session that it began or resumed.
    public String sessionId() {
        return sessionId;
    }

    /// The cursor of the last READY that the test has taken.
    public String readyCursor() {
        return readyCursor;
    }

    /// The last READY that the test has taken.
    public Tree ready() {
        return ready;
    }

    public void identify(Person person) {
        send(IDENTIFY, Map.of("token", person.token()));
    }

    public void resume(Person person, String session, String after) {
        sessionId = session;
        send(RESUME, Map.of("token", person.token(), "session_id", session, "s", after));
    }

    public void send(int op, @Nullable Object d) {
        var frame = new LinkedHashMap<String, @Nullable Object>();
        frame.put("op", op);
        frame.put("d", d);
        sendText(JSON.writeText(frame));
    }

    public void sendText(String text) {
        quietly(socket.sendText(text, true));
    }

    public void sendBinary(byte[] bytes) {
        quietly(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /// That the server has closed meanwhile shows in the frames.
    private void quietly(CompletableFuture<WebSocket> sending) {
        sending.exceptionally(_ -> socket).join();
    }

    /// READY, which must be the next frame.
    public Tree awaitReady() {
        var frame = next();
        assertThat(frame.t()).as("%s", frame).isEqualTo("READY");
        ready = frame.d();
        seen.clear();
        seen.putAll(statuses(ready));
        sessionId = ready.text("session_id");
        readyCursor = cursor();
        return ready;
    }

    /// The next event of this name; what comes before it is passed over.
    public GatewayFrame await(String event) {
        return await(frame -> frame.is(event));
    }

    /// The next frame that `wanted` accepts; what comes before it is passed over.
    public GatewayFrame await(Predicate<GatewayFrame> wanted) {
        return framesUntil(wanted).getLast();
    }

    /// All frames up to and with the next one that `last` accepts.
    public List<GatewayFrame> framesUntil(Predicate<GatewayFrame> last) {
        var frames = new ArrayList<GatewayFrame>();
        do {
            frames.add(next());
        } while (!last.test(frames.getLast()));
        return frames;
    }

    /// All frames up to and with the message of this content.
    public List<GatewayFrame> framesUntilMessage(String content) {
        return framesUntil(frame -> frame.is("MESSAGE_CREATE")
                && content.equals(frame.d().at("content").value()));
    }

    public GatewayFrame next() {
        return switch (take(PATIENCE)) {
            case Received.Text(var frame) -> {
                cursor = frame.s() == null ? cursor : frame.s();
                yield frame;
            }
            case Received.Closed(var code, var reason) ->
                throw new AssertionError("Closed with %s: %s".formatted(code, reason));
            case null -> throw new AssertionError("Nothing came within " + PATIENCE.toSeconds() + " s");
        };
    }

    /// What the next frame about presences says: person => status.
    public Map<String, String> nextPresences() {
        return statuses(nextPresenceFrame().d());
    }

    /// The next frame about presences.
    public GatewayFrame nextPresenceFrame() {
        return switch (take(presences, PATIENCE)) {
            case Received.Text(var frame) -> {
                assertThat(frame.s()).isNull();
                seen.putAll(statuses(frame.d()));
                yield frame;
            }
            case Received.Closed closed -> throw new AssertionError(closed);
            case null -> throw new AssertionError("No presence came within " + PATIENCE.toSeconds() + " s");
        };
    }

    /// Passes over presences until the person is known to be this, which READY may have said already.
    public void awaitSeen(Person person, String status) {
        while (!status.equals(seen.getOrDefault(person.id().value(), "offline"))) {
            nextPresences();
        }
    }

    /// Passes over presences until one says this of a person.
    public void awaitPresence(Person person, String status) {
        while (!status.equals(nextPresences().get(person.id().value()))) {
            // another one
        }
    }

    /// What the frames about presences say that have come and were not taken.
    public List<Map<String, String>> presencesSoFar() {
        var all = new ArrayList<Map<String, String>>();
        while (!presences.isEmpty()) {
            all.add(nextPresences());
        }
        return all;
    }

    /// What a list of presences under `presences` says: person => status.
    public static Map<String, String> statuses(Tree d) {
        return d.list("presences").stream()
                .collect(Collectors.toMap(each -> each.text("user_id"), each -> each.text("status")));
    }

    /// The code of the close that must come; frames before it are passed over.
    public int awaitClose() {
        return awaitClose(PATIENCE);
    }

    public int awaitClose(Duration patience) {
        while (true) {
            switch (take(patience)) {
                case Received.Text _ -> {}
                case Received.Closed(var code, var _) -> {
                    return code;
                }
                case null -> throw new AssertionError("Not closed within " + patience.toSeconds() + " s");
            }
        }
    }

    private @Nullable Received take(Duration patience) {
        return take(arrived, patience);
    }

    private static @Nullable Received take(LinkedBlockingQueue<Received> queue, Duration patience) {
        try {
            return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
