// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.channels.OverrideApi;
import org.amityvox.server.guilds.GuildApi;
import org.amityvox.server.guilds.MemberApi;
import org.amityvox.server.guilds.RoleApi;
import org.amityvox.server.messages.MessageApi;
import org.amityvox.server.messages.readstates.ReadStateApi;
import org.amityvox.server.platform.http.Body;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.junit.jupiter.api.Test;

/// What holds for every route there is, and for every one that is added.
class EveryRouteTest extends ServerTest {
    private static final int MAX_UNREAD = 1000;
    private static final int ATTEMPTS = 3;
    private static final String NONSENSE = "A".repeat(43);

    /// A good body for each that there is.
    private static final Map<Class<? extends Body>, String> BODIES = Map.ofEntries(
            Map.entry(
                    AccountApi.SetupRequest.class,
                    "{\"secret\":\"x\",\"username\":\"somebody\",\"password\":\"12345678\"}"),
            Map.entry(AccountApi.RegisterRequest.class, "{\"username\":\"a b\",\"password\":\"12345678\"}"),
            Map.entry(AccountApi.LoginRequest.class, "{\"username\":\"nobody\",\"password\":\"12345678\"}"),
            Map.entry(AccountApi.UpdateRequest.class, "{\"status\":\"online\"}"),
            Map.entry(
                    AccountApi.PasswordChangeRequest.class,
                    "{\"current_password\":\"87654321\",\"new_password\":\"12345678\"}"),
            Map.entry(GuildApi.GuildCreateRequest.class, "{\"name\":\"Village\"}"),
            Map.entry(GuildApi.GuildUpdateRequest.class, "{\"description\":\"A place for us\"}"),
            Map.entry(GuildApi.GuildTransferRequest.class, "{\"user_id\":\"01J00000000000000000000000\"}"),
            Map.entry(RoleApi.RoleCreateRequest.class, "{\"name\":\"Gardeners\"}"),
            Map.entry(RoleApi.RoleUpdateRequest.class, "{\"hoist\":true}"),
            Map.entry(RoleApi.RolePlaceRequest.class, "[{\"id\":\"01J00000000000000000000000\",\"position\":1}]"),
            Map.entry(MemberApi.MemberUpdateRequest.class, "{\"nickname\":\"Sunny\"}"),
            Map.entry(MemberApi.BanRequest.class, "{\"reason\":\"noise\",\"delete_message_seconds\":60}"),
            Map.entry(GuildApi.InviteCreateRequest.class, "{\"max_uses\":1}"),
            Map.entry(ChannelApi.ChannelCreateRequest.class, "{\"name\":\"plans\"}"),
            Map.entry(ReadStateApi.AckRequest.class, "{\"message_id\":\"01J00000000000000000000000\"}"),
            Map.entry(ChannelApi.ChannelUpdateRequest.class, "{\"topic\":\"For later\"}"),
            Map.entry(ChannelApi.ChannelOrderRequest.class, "[{\"id\":\"01J00000000000000000000000\",\"position\":1}]"),
            Map.entry(
                    OverrideApi.SetRequest.class,
                    "{\"target_type\":\"role\",\"permissions_deny\":[\"send_messages\"]}"),
            Map.entry(MessageApi.MessageCreateRequest.class, "{\"content\":\"hello\"}"),
            Map.entry(MessageApi.MessageUpdateRequest.class, "{\"content\":\"hello\"}"));

    /// After which nothing is left to call other routes on.
    private static final Set<String> LAST_ACTS =
            Set.of("POST /auth/logout", "DELETE /channels/{channel}", "DELETE /guilds/{guild}");

    private static final List<String> FIELDS = List.of(
            "secret",
            "username",
            "password",
            "current_password",
            "new_password",
            "instance_name",
            "invite",
            "display_name",
            "status",
            "name",
            "nonce",
            "max_uses",
            "max_age_seconds",
            "type",
            "topic",
            "content",
            "description",
            "user_id",
            "id",
            "position",
            "color",
            "hoist",
            "category_id",
            "slowmode_seconds",
            "target_type",
            "permissions_allow",
            "permissions_deny",
            "message_id",
            "nickname",
            "timeout_until",
            "reason",
            "delete_message_seconds",
            "duration_seconds");

    private static final List<String> HOSTILE_BODIES = hostileBodies();

    private static final List<String> HOSTILE_TEXTS = List.of(
            "%00",
            "%FF",
            "%C0%AF",
            "%ED%A0%BD",
            "%",
            "%zz",
            "..",
            "%2e%2e",
            "%2F",
            "..%2f..%2fetc%2fpasswd",
            "%0d%0aX-Injected:1",
            "%F0%9F%8E%89",
            "';DROP%20TABLE%20users;--",
            "%25s",
            "~",
            ";a=b",
            "-1",
            "99999999999999999999999999999999999999",
            "x".repeat(3000),
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "00000000000000000000000000",
            "01j00000000000000000000000");

    private static List<String> hostileBodies() {
        var bodies = new ArrayList<>(List.of(
                " ",
                "{",
                "}",
                "null",
                "true",
                "5",
                "\"text\"",
                "[]",
                "[{}]",
                "{}{}",
                "{}x",
                "{\"a\":}",
                "{'a':1}",
                "\u0000",
                "\uFEFF{}",
                "NaN",
                "1e999999",
                "9".repeat(10_000),
                "{\"content\":" + "9".repeat(31) + "}",
                "[".repeat(100_000),
                "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
                "{\"unknown\":" + "[".repeat(33) + "]".repeat(33) + "}",
                "x".repeat((1 << 20) + 1),
                "{\"" + "k".repeat(60_000) + "\":1}"));
        var values = List.of(
                "null",
                "5",
                "-1",
                "1.5",
                "1e400",
                "9223372036854775808",
                "9".repeat(30),
                "9".repeat(31),
                "true",
                "[]",
                "{}",
                "[\"x\"]",
                "\"\"",
                "\" \"",
                "\"\\u0000\"",
                "\"\\ud83d\"",
                "\"\\ude00\\ud83d\"",
                "\"\\u0000\\ud800 %s ${x} {{x}}\"",
                "\"" + "\u202e".repeat(200) + "\"",
                "\"" + "x".repeat(300_000) + "\"");
        for (var value : values) {
            var object = FIELDS.stream()
                    .map(field -> "\"" + field + "\":" + value)
                    .reduce((first, second) -> first + "," + second)
                    .map(fields -> "{" + fields + "}")
                    .orElseThrow();
            bodies.add(object);
            bodies.add("[" + object + "]");
        }
        return bodies;
    }

    @Test
    void aRouteForUsersIsClosedWithoutASession() {
        for (var endpoint : routesFor(RouteSpec.Caller.USER)) {
            call(api, endpoint, Map.of()).expectError(401, "missing_token");
            call(api.withToken(NONSENSE), endpoint, Map.of()).expectError(401, "invalid_session");
        }
    }

    @Test
    void aStrangerFindsNothingAnywhere() {
        var guild = given.guild();
        var message = given.message(guild);
        var stranger = api.as(given.person());
        var places = Map.of(
                "guild", guild.id().value(),
                "channel", guild.channel().value(),
                "message", message.value());

        var closed = routesFor(RouteSpec.Caller.USER).stream()
                .filter(endpoint -> places.keySet().stream()
                        .anyMatch(name -> endpoint.path().contains("{" + name + "}")))
                .toList();

        assertThat(closed).hasSizeGreaterThan(7);
        for (var endpoint : closed) {
            var code = endpoint.path().contains("{guild}") ? "guild_not_found" : "channel_not_found";
            call(stranger, endpoint, places).expectError(404, code);
        }
    }

    @Test
    void whatIsAnsweredWasPromised() {
        var guild = given.guild();
        var message = given.message(guild);
        var places = Map.of(
                "guild", guild.id().value(),
                "channel", guild.channel().value(),
                "message", message.value(),
                "code", given.invite(guild).code());
        var common = List.of("invalid_request", "missing_token", "invalid_session", "payload_too_large");

        for (var endpoint : server.endpoints()) {
            var promised = new HashSet<>(common);
            endpoint.spec().errors().forEach(error -> promised.add(error.code()));
            for (var caller : List.of(api, api.as(guild.member()), api.as(given.person()))) {
                var reply = call(caller, endpoint, places);
                if (reply.status() >= 400) {
                    assertThat(reply.error().text("code")).as(reply.request()).isIn(promised);
                } else {
                    assertThat(reply.status())
                            .as(reply.request())
                            .isIn(endpoint.spec().status(), 200);
                }
            }
        }
    }

    @Test
    void noBodyBreaksARoute() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var places = Map.of(
                "guild", guild.id().value(),
                "channel", guild.channel().value(),
                "message", given.message(guild).value(),
                "code", given.invite(guild).code());

        for (var endpoint : server.endpoints()) {
            if (LAST_ACTS.contains(endpoint.method() + " " + endpoint.path())) {
                continue;
            }
            for (var body : HOSTILE_BODIES) {
                // Nobody waits for a body that the route does not take; the connection may end while it is being sent.
                if (endpoint.spec().body() == null && body.length() > MAX_UNREAD) {
                    continue;
                }
                var answer = sent(me.withBody(body), endpoint.method().name(), path(endpoint, places), body);
                if (answer.isEmpty()) {
                    continue;
                }
                var reply = answer.get();
                requireSound(reply);
                if (endpoint.spec().body() != null && !body.contains("{\"")) {
                    assertThat(reply.status()).as(reply.request()).isBetween(400, 499);
                }
            }
        }
        given.message(guild);
    }

    /// Who is refused before all of the body is sent may find the connection closed instead of the answer, and so may
    /// whoever takes that connection next.
    private static Optional<Reply> sent(Api me, String method, String path, String body) {
        for (var attempt = 1; ; attempt++) {
            try {
                return Optional.of(me.send(method, path));
            } catch (UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    if (body.length() <= MAX_UNREAD) {
                        throw e;
                    }
                    return Optional.empty();
                }
            }
        }
    }

    @Test
    void noPathOrQueryBreaksARoute() throws Exception {
        var me = given.person();
        for (var endpoint : server.endpoints()) {
            for (var text : HOSTILE_TEXTS) {
                var filled = path(endpoint, name -> text);
                requireSound(raw(me, endpoint, filled));
                for (var query : Stream.concat(
                                Stream.of("x", "limit"),
                                endpoint.spec().query().stream().map(RouteSpec.Query::name))
                        .toList()) {
                    requireSound(raw(me, endpoint, path(endpoint, _ -> NONSENSE) + "?" + query + "=" + text));
                }
            }
        }
    }

    @Test
    void anotherMethodIsToldWhichOnesThereAre() {
        var me = api.as(given.person());
        var methods = new HashMap<String, List<String>>();
        server.endpoints()
                .forEach(endpoint -> methods.computeIfAbsent(path(endpoint, _ -> NONSENSE), _ -> new ArrayList<>())
                        .add(endpoint.method().name()));

        methods.forEach((path, known) -> {
            for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X")) {
                if (!known.contains(method)) {
                    var reply = me.send(method, path).expectError(405, "method_not_allowed");
                    assertThat(Objects.requireNonNull(reply.header("Allow")))
                            .as(reply.request())
                            .isNotBlank();
                }
            }
        });
    }

    @Test
    void anUnknownPathIsAnsweredInOurForm() {
        for (var path :
                List.of("", "/", "/nothing", "/guilds/", "/channels", "/auth", "/auth/login/", "//guilds", "/GUILDS")) {
            var reply = api.as(given.person()).get("/api/v1" + path);
            assertThat(reply.status()).as(reply.request() + " " + reply.body()).isIn(400, 404);
            reply.requireErrorForm();
        }
    }

    private List<Endpoint> routesFor(RouteSpec.Caller caller) {
        return server.endpoints().stream()
                .filter(endpoint -> endpoint.spec().caller() == caller)
                .toList();
    }

    private static Reply call(Api caller, Endpoint endpoint, Map<String, String> places) {
        var type = endpoint.spec().body();
        var ready = type == null
                ? caller
                : caller.withBody(Objects.requireNonNull(BODIES.get(type), "No example of " + type.getName()));
        return ready.send(endpoint.method().name(), path(endpoint, places));
    }

    private static String path(Endpoint endpoint, Map<String, String> places) {
        return path(endpoint, name -> places.getOrDefault(name, "01J00000000000000000000000"));
    }

    private static String path(Endpoint endpoint, UnaryOperator<String> fill) {
        return "/api/v1"
                + Pattern.compile("\\{(\\w+)}")
                        .matcher(endpoint.path())
                        .replaceAll(match -> Matcher.quoteReplacement(fill.apply(match.group(1))));
    }

    private static void requireSound(Reply reply) {
        assertThat(reply.status())
                .as("%s answered %s", reply.request(), reply.body())
                .isLessThan(500);
        if (reply.status() >= 400) {
            reply.requireErrorForm();
        }
    }

    /// Sent as it is: a client library would refuse to write such an address.
    private Reply raw(Person person, Endpoint endpoint, String address) throws IOException {
        return RawHttp.send(
                server.port(),
                endpoint.method().name() + " " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + person.token() + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    }
}
