// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.db.DatabaseFailures;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.amityvox.server.platform.telemetry.RequestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final String CHANNEL = "01J0000000000000000000000C";
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer " + TestServer.TOKEN;

    private static TestServer server;

    record Note(@Nullable String text, @Nullable Long size) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("text", text).min(1).max(10);
            checks.range("size", size, 1, 5);
        }
    }

    record View(String text) {}

    @BeforeAll
    static void start() {
        server = Setup.of(
                        Endpoint.post(
                                "/notes",
                                RouteSpec.anyone("Keeps a note")
                                        .body(Note.class)
                                        .reply(201, View.class),
                                call -> call.reply(new View(
                                        String.valueOf(call.body(Note.class).text())))),
                        Endpoint.put(
                                "/notes/@all",
                                RouteSpec.anyone("Keeps many notes")
                                        .bodyList(Note.class)
                                        .replyList(View.class),
                                call -> call.reply(call.bodyList(Note.class).stream()
                                        .map(note -> new View(String.valueOf(note.text())))
                                        .toList())),
                        Endpoint.get(
                                "/users/@me",
                                RouteSpec.user("Says who calls").reply(200, View.class),
                                call -> call.reply(
                                        new View(call.actor().userId().value()))),
                        Endpoint.delete("/users/@me", RouteSpec.user("Ends it"), Call::replyNothing),
                        Endpoint.get(
                                "/channels/{channel}/notes",
                                RouteSpec.anyone("Lists notes")
                                        .query("limit", "how many")
                                        .query("before", "older than this")
                                        .replyList(View.class),
                                HttpServerTest::list),
                        Endpoint.get(
                                "/address",
                                RouteSpec.anyone("Says where the client is").reply(200, View.class),
                                call -> call.reply(new View(call.clientAddress()))),
                        Endpoint.get("/broken", RouteSpec.anyone("Fails"), _ -> {
                            throw new IllegalArgumentException("deliberate");
                        }),
                        Endpoint.get("/overflow", RouteSpec.anyone("Fails badly"), _ -> {
                            throw new StackOverflowError("deliberate");
                        }),
                        Endpoint.get(
                                "/database",
                                RouteSpec.anyone("Fails as PostgreSQL does").query("state", "its code"),
                                call -> {
                                    throw DatabaseFailures.ofState(
                                            call.query("state").orElse(""));
                                }),
                        Endpoint.get(
                                "/context",
                                RouteSpec.user("Says what log lines carry").reply(200, View.class),
                                call -> call.reply(
                                        new View(RequestContext.CURRENT.get().requestId() + " "
                                                + RequestContext.CURRENT.get().actorId()))),
                        Endpoint.get(
                                "/thread",
                                RouteSpec.anyone("Says what it runs on").reply(200, View.class),
                                call -> call.reply(new View(
                                        Boolean.toString(Thread.currentThread().isVirtual())))),
                        Endpoint.get("/silent", RouteSpec.anyone("Does not answer"), _ -> {}),
                        Endpoint.get(
                                "/liar",
                                RouteSpec.anyone("Answers with something else").reply(200, View.class),
                                call -> call.reply(Map.of("a", 1))))
                .start();
    }

    private static void list(Call call) {
        var channel = call.pathId("channel", ChannelId::new, CommonError.NOT_FOUND);
        var checks = new Checks();
        var limit = call.queryNumber("limit", 1, 100, 50, checks);
        var before = call.queryId("before", MessageId::new, checks);
        checks.done();
        call.reply(List.of(new View(channel.value() + limit + before.isPresent())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSuccessIsWrappedInData() {
        var reply = server.send("POST", "/api/v1/notes", "{\"text\":\"hé\",\"size\":3}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text()).isEqualTo("{\"data\":{\"text\":\"hé\"}}");
        assertThat(reply.header("Content-Type")).hasValue("application/json");
        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("X-Request-Id"))
                .get()
                .satisfies(id -> assertThat(Ulids.isUlid(id)).isTrue());
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void nothingIsAnsweredWith204() {
        var reply = server.send("DELETE", "/api/v1/users/@me", "", AUTHORIZATION, BEARER);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.bytes()).isEmpty();
        assertThat(reply.header("X-Request-Id")).isPresent();
    }

    @Test
    void allFaultsOfABodyAreNamedAtOnce() {
        var reply = server.send("POST", "/api/v1/notes", "{\"text\":\"far too long for this\",\"size\":9}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("error", "code")).isEqualTo("invalid_request");
        assertThat(reply.at("error", "request_id"))
                .isEqualTo(reply.header("X-Request-Id").orElseThrow());
        assertThat(reply.text())
                .contains("{\"field\":\"text\",\"rule\":\"max_length\",\"message\":")
                .contains("{\"field\":\"size\",\"rule\":\"range\",\"message\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{",
                "{\"text\":7}",
                "{\"text\":\"a\",\"size\":\"3\"}",
                "{\"text\":\"a\",\"size\":1.5}",
                "{\"text\":\"a\",\"size\":99999999999999999999}",
                "{\"text\":\"a\",\"size\":1e999999999}",
                "{\"text\":\"a\",\"size\":1111111111111111111111111111111111111111}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"\\ud800\"}",
                "{\"text\":\"a\"} trailing",
                "{\"text\":\"a\0\"}",
                "{\"\":{\"\":{\"\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}}",
                "{\"text\":NaN}",
                "{'text':'a'}"
            })
    void aBrokenBodyIs400WithAFault(String body) {
        var reply = server.send("POST", "/api/v1/notes", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.at("error", "code")).isEqualTo("invalid_request");
        assertThat(reply.text()).contains("\"fields\":[{\"field\":");
    }

    @Test
    void aBodyThatIsAnArrayHasFaultsByTheNumberOfTheElement() {
        var good = server.send("PUT", "/api/v1/notes/@all", "[{\"text\":\"a\"},{\"text\":\"b\",\"more\":1}]");
        var bad = server.send(
                "PUT", "/api/v1/notes/@all", "[{\"text\":\"a\"},{\"text\":\"\"},{},{\"text\":\"c\",\"size\":9}]");
        var mistyped = server.send("PUT", "/api/v1/notes/@all", "[{\"text\":\"a\"},{\"text\":\"b\",\"size\":\"x\"}]");

        assertThat(good.status()).isEqualTo(200);
        assertThat(good.text()).isEqualTo("{\"data\":[{\"text\":\"a\"},{\"text\":\"b\"}]}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text())
                .contains("\"field\":\"[1].text\",\"rule\":\"min_length\"")
                .contains("\"field\":\"[2].text\",\"rule\":\"required\"")
                .contains("\"field\":\"[3].size\",\"rule\":\"range\"");
        assertThat(mistyped.status()).isEqualTo(400);
        assertThat(mistyped.text()).contains("\"field\":\"[1].size\",\"rule\":\"type\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"text\":\"a\"}",
                "[]",
                "[null]",
                "[7]",
                "[[]]",
                "[\"x\"]",
                "[{}",
                "[{\"text\":\"a\"},null]",
                "[{\"text\":\"a\"}] trailing",
                "[{\"text\":\"a\"}][]"
            })
    void aBrokenArrayIs400WithAFault(String body) {
        var reply = server.send("PUT", "/api/v1/notes/@all", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.at("error", "code")).isEqualTo("invalid_request");
        assertThat(reply.text()).contains("\"fields\":[{\"field\":");
    }

    @Test
    void anArrayHasAThousandElementsAtMost() {
        var note = "{\"text\":\"a\"}";

        assertThat(server.send("PUT", "/api/v1/notes/@all", "[" + (note + ",").repeat(999) + note + "]")
                        .status())
                .isEqualTo(200);
        assertThat(server.send("PUT", "/api/v1/notes/@all", "[" + (note + ",").repeat(1000) + note + "]")
                        .text())
                .contains("\"rule\":\"items\"");
    }

    @Test
    void brokenUtf8Is400() {
        var bytes = "{\"text\":\"a\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
        var reply =
                server.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/notes"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("error", "code")).isEqualTo("invalid_request");
    }

    @Test
    void aLargeBodyIs413WithAndWithoutItsLength() {
        var large = "{\"text\":\"" + "a".repeat(3 << 20) + "\"}";

        var announced = server.send("POST", "/api/v1/notes", large);
        var chunked =
                server.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/notes"))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                        .build());

        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.at("error", "code")).isEqualTo("payload_too_large");
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.at("error", "code")).isEqualTo("payload_too_large");
    }

    @Test
    void aBodyThatBreaksOffIsNoFaultOfTheServer() {
        var reply =
                server.raw("POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nrubbish");

        assertThat(reply).startsWith("HTTP/1.1 400 ").contains("\"invalid_request\"");
    }

    @Test
    void usersNeedAToken() {
        var missing = server.get("/api/v1/users/@me");
        var basic = server.get("/api/v1/users/@me", AUTHORIZATION, "Basic eDp5");
        var wrong = server.get("/api/v1/users/@me", AUTHORIZATION, "Bearer wrong");
        var huge = server.get("/api/v1/users/@me", AUTHORIZATION, "Bearer " + "x".repeat(5000));
        var right = server.get("/api/v1/users/@me", AUTHORIZATION, "bearer  " + TestServer.TOKEN);

        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.at("error", "code")).isEqualTo("missing_token");
        assertThat(missing.header("WWW-Authenticate")).hasValue("Bearer");
        assertThat(basic.at("error", "code")).isEqualTo("missing_token");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.at("error", "code")).isEqualTo("invalid_session");
        assertThat(huge.at("error", "code")).isEqualTo("invalid_session");
        assertThat(right.at("data", "text")).isEqualTo(TestServer.ACTOR.userId().value());
    }

    @Test
    void publicRoutesDoNotLookAtTheToken() {
        assertThat(server.get("/api/v1/address", AUTHORIZATION, "Bearer wrong").status())
                .isEqualTo(200);
    }

    @Test
    void unknownAddressesAre404InTheSameFormat() {
        for (var path : List.of("/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/notes", "/api/v1/notes/")) {
            var reply = server.get(path);

            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.at("error", "code")).isEqualTo("not_found");
            assertThat(reply.header("Content-Type")).hasValue("application/json");
        }
    }

    @Test
    void aWrongMethodIs405AndNamesTheRightOnes() {
        var one = server.send("PUT", "/api/v1/users/@me", "");
        var two = server.get("/api/v1/notes");
        var options = server.send("OPTIONS", "/api/v1/notes", "");

        assertThat(one.status()).isEqualTo(405);
        assertThat(one.at("error", "code")).isEqualTo("method_not_allowed");
        assertThat(one.header("Allow")).hasValue("DELETE, GET, HEAD");
        assertThat(two.header("Allow")).hasValue("POST");
        assertThat(options.status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "BREW", "get"})
    void strangeMethodsAre405(String method) {
        var target = method.equals("CONNECT") ? "example.org:443" : "/api/v1/notes";
        var host = method.equals("CONNECT") ? target : "x";
        var reply = server.raw(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(reply).startsWith("HTTP/1.1 405 ").contains("Allow: ").contains("\"method_not_allowed\"");
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        var reply = server.send("HEAD", "/api/v1/users/@me", "", AUTHORIZATION, BEARER);
        var stranger = server.send("HEAD", "/api/v1/users/@me", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.bytes()).isEmpty();
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void faultsOfTheServerAre500WithARequestIdAndNoDetail() {
        for (var path : List.of("broken", "overflow", "silent", "liar")) {
            var reply = server.get("/api/v1/" + path);

            assertThat(reply.status()).as(path).isEqualTo(500);
            assertThat(reply.at("error", "code")).isEqualTo("internal_error");
            assertThat(reply.at("error", "request_id"))
                    .isEqualTo(reply.header("X-Request-Id").orElseThrow());
            assertThat(reply.text()).doesNotContain("deliberate");
        }
    }

    @Test
    void parametersAreReadOnceAndStrictly() {
        var path = "/api/v1/channels/" + CHANNEL + "/notes";

        assertThat(server.get(path).text()).contains(CHANNEL + "50false");
        assertThat(server.get(path + "?limit=7&before=" + CHANNEL).text()).contains(CHANNEL + "7true");
        assertThat(server.get(path + "?other=1&limit=7").status()).isEqualTo(200);
        for (var query : List.of(
                "limit=0",
                "limit=101",
                "limit=x",
                "limit=",
                "limit=99999999999",
                "limit=1&limit=2",
                "before=x",
                "limit=%d9%a1%zz",
                "before=%ff",
                "limit=%",
                "%ff=1")) {
            var reply = server.raw("GET " + path + "?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(reply).as(query).startsWith("HTTP/1.1 400 ").contains("\"invalid_request\"", "\"fields\":[{");
        }
        var both = server.get(path + "?limit=0&before=x");
        assertThat(both.text()).contains("\"field\":\"limit\"").contains("\"field\":\"before\"");
    }

    @Test
    void anIdThatCannotExistIs404InAPath() {
        assertThat(server.get("/api/v1/channels/x/notes").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/channels/" + CHANNEL.toLowerCase(java.util.Locale.ROOT) + "/notes")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/channels/%00/notes",
                "GET /api/v1/channels/%ff%fe/notes",
                "GET /api/v1/channels/%/notes",
                "GET /api/v1/channels/%zz/notes",
                "GET /api/v1/channels/..%2f..%2fnotes/notes",
                "GET /api/v1/channels/%2e%2e/notes",
                "GET /api/v1/channels/a;b=c/notes",
                "GET /api/v1/channels/a\\b/notes",
                "GET //api//v1//notes",
                "GET /api/v1/channels/\u00e4/notes",
                "GET http://[::1/api/v1/notes",
                "GET /%c0%ae%c0%ae/etc/passwd",
                "GET /api/v1/notes#x",
                "GET notes",
                "GET *",
                "OPTIONS *",
                "GET /api/v1/channels/a\u0001b/notes"
            })
    void hostilePathsNeverAreAFaultOfTheServer(String start) {
        var reply = server.raw(start + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(reply)
                .matches("(?s)HTTP/1\\.1 4\\d\\d .*")
                .contains("\"request_id\"")
                .contains("X-Request-Id: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n"
            })
    void whatIsNotHttpIsRefusedInTheSameFormat(String bytes) {
        var reply = server.raw(bytes);

        assertThat(reply).matches("(?s)HTTP/1\\.1 4\\d\\d .*").contains("\"request_id\"");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, 503, unavailable, 2",
        "57P01, 503, unavailable, 2",
        "53100, 503, storage_full, ",
        "40001, 503, unavailable, 1",
        "40P01, 503, unavailable, 1",
        "23505, 500, internal_error, ",
        "42601, 500, internal_error, "
    })
    void failuresOfTheDatabaseSayWhetherToTryAgain(String state, int status, String code, @Nullable String retryAfter) {
        var reply = server.get("/api/v1/database?state=" + state);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.at("error", "code")).isEqualTo(code);
        assertThat(reply.header("Retry-After").orElse(null)).isEqualTo(retryAfter);
    }

    @Test
    void logLinesOfARequestCarryItsIds() {
        var reply = server.get("/api/v1/context", AUTHORIZATION, BEARER);

        assertThat(reply.at("data", "text"))
                .isEqualTo(reply.header("X-Request-Id").orElseThrow() + " "
                        + TestServer.ACTOR.userId().value());
    }

    @Test
    void requestsRunOnVirtualThreads() {
        assertThat(server.get("/api/v1/thread").at("data", "text")).isEqualTo("true");
    }

    @Test
    void closingFinishesWhatWasBegunAndRefusesTheRest() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var own = Setup.of(Endpoint.get("/slow", RouteSpec.anyone("Takes its time"), call -> {
                    begun.countDown();
                    awaitQuietly(finish);
                    call.replyNothing();
                }))
                .start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reply =
                    threads.submit(() -> own.raw("GET /api/v1/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            var port = own.port();
            var closing = threads.submit(own::close);
            while (own.port() == port) {
                Thread.onSpinWait();
            }

            assertThat(isRefusedSoon(port)).isTrue();
            assertThat(closing.isDone()).isFalse();
            finish.countDown();

            assertThat(reply.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 204 ");
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    /// The system takes connections for a moment longer than the listener's port is known.
    private static boolean isRefusedSoon(int port) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() < end) {
            try (var connection = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(connection.getPort()).isEqualTo(port);
            } catch (java.io.IOException e) {
                return true;
            }
        }
        return false;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hugeHeadersAreRefused() {
        var reply = server.raw("GET /health HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(40_000) + "\r\n\r\n");

        assertThat(reply).startsWith("HTTP/1.1 431 ").contains("\"request_id\"");
    }

    @Test
    void aPortThatIsTakenIsSaidPlainly() {
        var settings = new HttpSettings(
                "127.0.0.1",
                server.port(),
                "",
                List.of(),
                List.of(),
                java.nio.file.Path.of("none"),
                HttpSettings.SocketLimits.DEFAULT,
                0);
        var second = new HttpServer(
                settings,
                new org.amityvox.server.platform.json.Json(),
                java.time.Clock.systemUTC(),
                new LocalRateLimiter(0),
                _ -> java.util.Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                org.amityvox.server.platform.telemetry.Metrics.start("", 0));

        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        HttpListenerException.class, e -> assertThat(e.port()).isEqualTo(server.port()))
                .hasMessageContaining(Integer.toString(server.port()))
                .hasMessageContaining("another program uses that port")
                .hasMessageContaining("http.port");
    }
}
