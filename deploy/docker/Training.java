// SPDX-License-Identifier: AGPL-3.0-only

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Two people on a new server: the everyday of it, so that Java has seen what a server does all day.
///
/// `Training URL SECRET`: the secret is that of the set-up link.
final class Training {
    private static final int MESSAGES = 50;
    private static final int WITHIN_SECONDS = 30;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    private Training(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        new Training(arguments[0]).run(arguments[1]);
    }

    private void run(String secret) throws Exception {
        call("GET", "/", "", "");
        call("GET", "/ready", "", "");
        var host = field("token", post("/setup", "", """
                {"secret": "%s", "username": "anna", "password": "a short sentence"}""".formatted(secret)));
        var guild = field("id", post("/guilds", host, """
                {"name": "Training"}"""));
        var channel = field("id", get("/guilds/" + guild + "/channels", host));
        var invite = field("code", post("/guilds/" + guild + "/invites", host, "{}"));
        var guest = field("token", post("/auth/register", "", """
                {"username": "bert", "password": "a short sentence", "invite": "%s"}""".formatted(invite)));
        field("token", post("/auth/login", "", """
                {"username": "bert", "password": "a short sentence"}"""));

        var heard = new Listener();
        var sockets = new WebSocket[] {listen(host, heard), listen(guest, heard)};
        await(heard.ready, "Nobody was let in");
        for (int i = 0; i < MESSAGES; i++) {
            var author = i % 2 == 0 ? host : guest;
            post("/channels/" + channel + "/typing", author, "");
            var message = field("id", post("/channels/" + channel + "/messages", author, """
                    {"content": "Line %d of a talk", "nonce": "training-%d"}""".formatted(i, i)));
            if (i % 10 == 0) {
                api("PATCH", "/channels/" + channel + "/messages/" + message, author, """
                        {"content": "Line %d, corrected"}""".formatted(i));
            }
        }
        get("/channels/" + channel + "/messages?limit=50", guest);
        get("/guilds/" + guild + "/members", host);
        get("/users/@me", host);
        await(heard.messages, "Messages were sent that nobody heard");
        for (var socket : sockets) {
            socket.sendText("{\"op\":1,\"d\":null}", true).join();
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        if (!latch.await(WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(otherwise);
        }
    }

    private WebSocket listen(String token, Listener listener) {
        var address = URI.create(url.replaceFirst("^http", "ws") + "/api/v1/gateway");
        var socket = client.newWebSocketBuilder().buildAsync(address, listener).join();
        socket.sendText("""
                {"op": 2, "d": {"token": "%s"}}""".formatted(token), true).join();
        return socket;
    }

    private String get(String path, String token) throws IOException, InterruptedException {
        return api("GET", path, token, "");
    }

    private String post(String path, String token, String body) throws IOException, InterruptedException {
        return api("POST", path, token, body);
    }

    /// @throws IllegalStateException if the server does not do it
    private String api(String method, String path, String token, String body) throws IOException, InterruptedException {
        var answer = call(method, "/api/v1" + path, token, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> call(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).header("Accept-Encoding", "br, gzip");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, HttpRequest.BodyPublishers.ofString(body));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String field(String name, String json) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("No " + name + " in " + json);
        }
        return found.group(1);
    }

    /// Counts what both people hear.
    private static final class Listener implements WebSocket.Listener {
        final CountDownLatch ready = new CountDownLatch(2);
        final CountDownLatch messages = new CountDownLatch(2 * MESSAGES);
        private final Map<WebSocket, StringBuilder> frames = new ConcurrentHashMap<>();

        /// One call at a time for each socket.
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            var frame = frames.computeIfAbsent(socket, _ -> new StringBuilder()).append(data);
            if (last) {
                if (frame.indexOf("\"t\":\"READY\"") >= 0) {
                    ready.countDown();
                } else if (frame.indexOf("\"t\":\"MESSAGE_CREATE\"") >= 0) {
                    messages.countDown();
                }
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
