// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.config.AddressRange;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.telemetry.Metrics;

/// A real server on a free port of this machine, with routes and sockets of a test's choice.
final class TestServer implements AutoCloseable {
    static final String TOKEN = "the-token";
    static final Actor ACTOR =
            new Actor(new UserId("01J00000000000000000000001"), new SessionId("01J00000000000000000000002"));

    private static final Path WEB = smallestWebClient();

    private static final Authenticator AUTHENTICATOR =
            token -> token.reveal().equals(TOKEN) ? Optional.of(ACTOR) : Optional.empty();

    private final Json json = new Json();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Where there are limits at all.
    static final int CONNECTIONS_PER_ADDRESS = 40;

    /// What a test can choose.
    record Setup(
            List<Endpoint> endpoints,
            List<SocketEndpoint> sockets,
            List<HealthCheck> health,
            Path webDirectory,
            double limitsScale,
            List<String> trustedProxies,
            HttpSettings.SocketLimits socketLimits,
            Clock clock) {
        static Setup of(Endpoint... endpoints) {
            return new Setup(
                    List.of(endpoints),
                    List.of(),
                    List.of(),
                    WEB,
                    0,
                    List.of(),
                    HttpSettings.SocketLimits.DEFAULT,
                    Clock.systemUTC());
        }

        Setup sockets(SocketEndpoint... endpoints) {
            return new Setup(
                    this.endpoints,
                    List.of(endpoints),
                    health,
                    webDirectory,
                    limitsScale,
                    trustedProxies,
                    socketLimits,
                    clock);
        }

        Setup health(HealthCheck... checks) {
            return new Setup(
                    endpoints,
                    sockets,
                    List.of(checks),
                    webDirectory,
                    limitsScale,
                    trustedProxies,
                    socketLimits,
                    clock);
        }

        Setup web(Path directory) {
            return new Setup(endpoints, sockets, health, directory, limitsScale, trustedProxies, socketLimits, clock);
        }

        Setup limits(double scale) {
            return new Setup(endpoints, sockets, health, webDirectory, scale, trustedProxies, socketLimits, clock);
        }

        Setup trusting(String... proxies) {
            return new Setup(
                    endpoints, sockets, health, webDirectory, limitsScale, List.of(proxies), socketLimits, clock);
        }

        Setup socketLimits(HttpSettings.SocketLimits limits) {
            return new Setup(endpoints, sockets, health, webDirectory, limitsScale, trustedProxies, limits, clock);
        }

        Setup clock(Clock other) {
            return new Setup(
                    endpoints, sockets, health, webDirectory, limitsScale, trustedProxies, socketLimits, other);
        }

        TestServer start() {
            return new TestServer(this);
        }
    }

    private TestServer(Setup setup) {
        var settings = new HttpSettings(
                "127.0.0.1",
                0,
                "https://chat.example.org",
                setup.trustedProxies().stream()
                        .map(text -> AddressRange.parse(text).orElseThrow())
                        .toList(),
                List.of("https://friend.example"),
                setup.webDirectory(),
                setup.socketLimits(),
                setup.limitsScale() > 0 ? CONNECTIONS_PER_ADDRESS : 0);
        server = new HttpServer(
                settings,
                json,
                setup.clock(),
                new LocalRateLimiter(setup.limitsScale()),
                AUTHENTICATOR,
                List.of(setup::endpoints),
                setup.health(),
                setup.sockets(),
                Metrics.start("", 0));
        server.start();
    }

    private static Path smallestWebClient() {
        try {
            var directory = Files.createTempDirectory("web");
            var page = Files.writeString(directory.resolve("app.html"), "<!doctype html>");
            page.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.port();
    }

    /// An answer, read.
    ///
    /// @param bytes of the body, each as one character
    record Reply(int status, Map<String, List<String>> headers, String bytes) {
        String text() {
            return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst();
        }

        /// The value under `keys` in the JSON of the body.
        Object at(String... keys) {
            var value = new Json().readTree(text());
            for (var key : keys) {
                value = value instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return String.valueOf(value);
        }
    }

    Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Reply send(String method, String path, String body, String... headers) {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, publisher);
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    Reply send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().map(),
                    new String(response.body(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends bytes as they are and gives everything that comes back until the server closes.
    String raw(String bytes) {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String raw(byte[] bytes) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
