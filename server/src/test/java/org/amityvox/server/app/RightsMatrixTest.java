// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every route that acts in a guild, called by everybody who must not: without a session, as a stranger, without the
/// permission, below in rank; and by whoever has just what it asks for. A route without a row here fails.
class RightsMatrixTest extends ServerTest {
    /// Routes that act on no guild, or on one that the caller is not in yet.
    private static final Set<String> ELSEWHERE = Set.of(
            "GET /setup",
            "POST /setup",
            "POST /auth/register",
            "POST /auth/login",
            "POST /auth/logout",
            "POST /auth/password",
            "GET /users/@me",
            "PATCH /users/@me",
            "GET /users/@me/sessions",
            "DELETE /users/@me/sessions/{session}",
            "POST /guilds",
            "GET /invites/{code}",
            "POST /invites/{code}");

    private static final Path REPORT = Path.of(System.getProperty("amityvox.checkout"), "docs", "api", "access.md");

    private static final String HEAD = """
            <!-- SPDX-License-Identifier: AGPL-3.0-only -->
            <!-- Written by RightsMatrixTest. Change the code, then run it with -Damityvox.write=true. -->
            # Who gets which answer

            Every route that acts in a guild, called by everybody. "Without it": with every permission but that one (an
            administrator, where only the owner may). "Above": on a role or a member of a higher rank, with every permission,
            and as an administrator. "With just it": with that permission and sight of the channel only.

            | route | who may | no session | stranger | cannot see the channel | without it | above | with just it |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final String SELF = "by oneself";

    private static final List<Row> ROWS = List.of(
            row("GET /guilds/{guild}", scene -> ""),
            row("PATCH /guilds/{guild}", scene -> "{\"name\":\"Other\"}").needs(Permission.MANAGE_GUILD),
            row("DELETE /guilds/{guild}", scene -> "").byOwner(),
            row("POST /guilds/{guild}/leave", scene -> ""),
            row("POST /guilds/{guild}/transfer", scene -> "{\"user_id\":\"%s\"}".formatted(scene.low.id()))
                    .byOwner(),
            row("GET /guilds/{guild}/members", scene -> ""),
            row("GET /guilds/{guild}/members/{user}", scene -> ""),
            row("PATCH /guilds/{guild}/members/{user}", scene -> "{\"nickname\":\"Nick\"}")
                    .needs(Permission.MANAGE_NICKNAMES)
                    .aboveRank(),
            row("PATCH /guilds/{guild}/members/{user}", scene -> "{\"nickname\":\"Nick\"}")
                    .needs(Permission.CHANGE_NICKNAME)
                    .on(SELF),
            row(
                            "PATCH /guilds/{guild}/members/{user}",
                            scene -> "{\"timeout_until\":\"%s\"}".formatted(scene.inAnHour()))
                    .needs(Permission.TIMEOUT_MEMBERS)
                    .aboveRank(),
            row("DELETE /guilds/{guild}/members/{user}", scene -> "")
                    .needs(Permission.KICK_MEMBERS)
                    .aboveRank(),
            row("PUT /guilds/{guild}/members/{user}/roles/{role}", scene -> "")
                    .needs(Permission.ASSIGN_ROLES)
                    .aboveRank(),
            row("DELETE /guilds/{guild}/members/{user}/roles/{role}", scene -> "")
                    .needs(Permission.ASSIGN_ROLES)
                    .aboveRank(),
            row("GET /guilds/{guild}/bans", scene -> "").needs(Permission.BAN_MEMBERS),
            row("GET /guilds/{guild}/bans/{user}", scene -> "").needs(Permission.BAN_MEMBERS),
            row("PUT /guilds/{guild}/bans/{user}", scene -> "{}")
                    .needs(Permission.BAN_MEMBERS)
                    .aboveRank(),
            row("DELETE /guilds/{guild}/bans/{user}", scene -> "").needs(Permission.BAN_MEMBERS),
            row("GET /guilds/{guild}/roles", scene -> ""),
            row("POST /guilds/{guild}/roles", scene -> "{\"name\":\"new\"}").needs(Permission.MANAGE_ROLES),
            row("PATCH /guilds/{guild}/roles", scene -> "[{\"id\":\"%s\",\"position\":1}]".formatted(scene.role()))
                    .needs(Permission.MANAGE_ROLES)
                    .aboveRank(),
            row("PATCH /guilds/{guild}/roles/{role}", scene -> "{\"name\":\"other\"}")
                    .needs(Permission.MANAGE_ROLES)
                    .aboveRank(),
            row("DELETE /guilds/{guild}/roles/{role}", scene -> "")
                    .needs(Permission.MANAGE_ROLES)
                    .aboveRank(),
            row("GET /guilds/{guild}/view-as?role_id={role}", scene -> "").needs(Permission.MANAGE_ROLES),
            row("GET /guilds/{guild}/audit-log", scene -> "").needs(Permission.VIEW_AUDIT_LOG),
            row("GET /guilds/{guild}/invites", scene -> "").needs(Permission.MANAGE_GUILD),
            row("POST /guilds/{guild}/invites", scene -> "{}").needs(Permission.CREATE_INVITES),
            row("DELETE /invites/{code}", scene -> "").needs(Permission.MANAGE_GUILD),
            row("GET /guilds/{guild}/channels", scene -> ""),
            row("POST /guilds/{guild}/channels", scene -> "{\"name\":\"new\"}").needs(Permission.MANAGE_CHANNELS),
            row("PATCH /guilds/{guild}/channels", scene -> "[{\"id\":\"%s\",\"position\":0}]".formatted(scene.second))
                    .needs(Permission.MANAGE_CHANNELS),
            row("GET /channels/{channel}", scene -> "").needs(Permission.VIEW_CHANNEL),
            row("PATCH /channels/{channel}", scene -> "{\"name\":\"other\"}").needs(Permission.MANAGE_CHANNELS),
            row("DELETE /channels/{channel}", scene -> "").needs(Permission.MANAGE_CHANNELS),
            row("GET /channels/{channel}/permissions", scene -> "").needs(Permission.MANAGE_PERMISSIONS),
            row("GET /channels/{channel}/permissions/{target}", scene -> "").needs(Permission.MANAGE_PERMISSIONS),
            row(
                            "PUT /channels/{channel}/permissions/{target}",
                            scene -> "{\"target_type\":\"role\",\"permissions_allow\":[],"
                                    + "\"permissions_deny\":[\"view_channel\"]}")
                    .needs(Permission.MANAGE_PERMISSIONS)
                    .aboveRank(),
            row("DELETE /channels/{channel}/permissions/{target}", scene -> "")
                    .needs(Permission.MANAGE_PERMISSIONS)
                    .aboveRank(),
            row("GET /channels/{channel}/messages", scene -> "").needs(Permission.READ_HISTORY),
            row("POST /channels/{channel}/messages", scene -> "{\"content\":\"hello\"}")
                    .needs(Permission.SEND_MESSAGES),
            row("PATCH /channels/{channel}/messages/{message}", scene -> "{\"content\":\"other\"}")
                    .needs(Permission.SEND_MESSAGES)
                    .on(SELF),
            row("DELETE /channels/{channel}/messages/{message}", scene -> "").needs(Permission.MANAGE_MESSAGES),
            row("POST /channels/{channel}/typing", scene -> "").needs(Permission.SEND_MESSAGES),
            row("POST /channels/{channel}/ack", scene -> "{\"message_id\":\"%s\"}".formatted(scene.message))
                    .needs(Permission.VIEW_CHANNEL));

    /// One use of a route.
    ///
    /// @param needs beside seeing the channel; empty => any member may
    /// @param ranked whether it is done to somebody or something that has a rank
    /// @param owner whether only the owner may
    /// @param on whom; empty => somebody lower
    private record Row(
            String route,
            Function<Scene, String> body,
            List<Permission> needs,
            boolean ranked,
            boolean owner,
            String on) {
        Row needs(Permission permission) {
            return new Row(route, body, List.of(permission), ranked, owner, on);
        }

        Row aboveRank() {
            return new Row(route, body, needs, true, owner, on);
        }

        Row byOwner() {
            return new Row(route, body, needs, ranked, true, on);
        }

        Row on(String whom) {
            return new Row(route, body, needs, ranked, owner, whom);
        }

        String method() {
            return route.split(" ", 2)[0];
        }

        /// As the endpoint spells it.
        String endpoint() {
            return route.split("\\?", 2)[0];
        }

        @Override
        public String toString() {
            return (route + " " + needs + " " + on).strip();
        }
    }

    private static Row row(String route, Function<Scene, String> body) {
        return new Row(route, body, List.of(), false, false, "");
    }

    /// A guild in which `@everyone` may nothing but what the test says.
    private final class Scene {
        private final World guild = given.guildAllowing();
        private final RoleId lowRole = guild.role("low");
        private final RoleId actorRole = guild.role("actor");
        private final RoleId highRole = guild.role("high");
        private final Person actor = guild.member();
        private final Person low = guild.member();
        private final Person high = guild.member();
        private final ChannelId second = given.channel(guild, "second").id();
        private final MessageId message;
        private final String code = given.invite(guild).code();
        private final boolean self;
        private final boolean above;

        Scene(Row row, Set<Permission> granted, boolean above) {
            this.self = row.on().equals(SELF);
            this.above = above;
            guild.give(actor, actorRole);
            guild.give(low, lowRole);
            guild.give(high, highRole);
            allow(actorRole, granted);
            // Whoever does it to themselves has a message of their own, written while they still could.
            if (self) {
                allow(actorRole, Set.of(Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES));
                message = given.message(actor, guild.channel(), "mine");
                allow(actorRole, granted);
            } else {
                message = given.message(guild);
            }
            if (row.route().startsWith("DELETE /channels/{channel}/permissions")
                    || row.route().startsWith("GET /channels/{channel}/permissions/")) {
                api.as(guild.owner())
                        .withBody(
                                "{\"target_type\":\"role\",\"permissions_allow\":[],\"permissions_deny\":[\"send_messages\"]}")
                        .send("PUT", "/api/v1/channels/{}/permissions/{}", guild.channel(), role())
                        .expect(200);
            }
            if (row.route().contains("/bans/{user}") && !row.method().equals("PUT")) {
                api.as(guild.owner())
                        .withBody("{}")
                        .put("/api/v1/guilds/{}/bans/{}", guild.id(), low)
                        .expect(200);
            }
        }

        private void allow(RoleId role, Set<Permission> granted) {
            var names = granted.stream().map(Permission::wireName).toList();
            api.as(guild.owner())
                    .with("permissions_allow", names)
                    .patch("/api/v1/guilds/{}/roles/{}", guild.id(), role)
                    .expect(200);
        }

        RoleId role() {
            return above ? highRole : lowRole;
        }

        String inAnHour() {
            return server.clock().instant().plus(Duration.ofHours(1)).toString();
        }

        Reply call(Row row, Api as) {
            var person = self ? actor : above ? high : low;
            var path = row.route()
                    .split(" ", 2)[1]
                    .replace("{guild}", guild.id().value())
                    .replace("{channel}", guild.channel().value())
                    .replace("{user}", person.id().value())
                    .replace("{role}", role().value())
                    .replace("{target}", role().value())
                    .replace("{message}", message.value())
                    .replace("{code}", code);
            var body = row.body().apply(this);
            return (body.isEmpty() ? as : as.withBody(body)).send(row.method(), "/api/v1" + path);
        }
    }

    @Test
    void everyRouteHasItsRows() {
        var routes = new TreeSet<String>();
        server.endpoints().forEach(endpoint -> routes.add(name(endpoint)));
        var rows = new TreeSet<>(ELSEWHERE);
        ROWS.forEach(row -> rows.add(row.endpoint()));

        assertThat(rows).isEqualTo(routes);
    }

    @Test
    void everyNeedOfARouteHasItsRow() {
        for (var endpoint : server.endpoints()) {
            for (var need : endpoint.spec().needs()) {
                if (need.requirement() != Permission.VIEW_CHANNEL) {
                    assertThat(ROWS)
                            .as("%s needs %s %s", name(endpoint), need.requirement(), need.when())
                            .anyMatch(row -> row.endpoint().equals(name(endpoint))
                                    && row.needs().contains(need.requirement()));
                }
            }
        }
        for (var row : ROWS) {
            assertThat(spec(row).needs().stream()
                            .map(RouteSpec.Need::requirement)
                            .toList())
                    .as("%s", row)
                    .containsAll(row.needs());
        }
    }

    /// One test a row, then one that compares what came out with the page.
    @TestFactory
    Stream<DynamicTest> everybodyIsAnsweredAsTheyShouldBe() {
        var report = new StringBuilder(HEAD);
        var rows = ROWS.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> report.append(line(row))));
        return Stream.concat(
                rows, Stream.of(DynamicTest.dynamicTest("docs/api/access.md", () -> compare(report.toString()))));
    }

    private static void compare(String now) throws IOException {
        if (Boolean.getBoolean("amityvox.write")) {
            Files.writeString(REPORT, now);
        }
        assertThat(REPORT).content().isEqualTo(now);
    }

    private String line(Row row) {
        return "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        row.endpoint(),
                        who(row),
                        withoutASession(row),
                        asAStranger(row),
                        withoutSeeing(row),
                        withoutThePermission(row),
                        aboveOnesRank(row),
                        withJustThat(row));
    }

    private static String who(Row row) {
        var needed = row.owner()
                ? "the owner"
                : row.needs().isEmpty()
                        ? "members"
                        : "`" + row.needs().getFirst().wireName() + "`";
        return row.on().isEmpty() ? needed : needed + ", " + row.on();
    }

    private String withoutASession(Row row) {
        var reply = new Scene(row, everything(), false).call(row, api);
        return answer(reply.expectError(401, "missing_token"));
    }

    private String asAStranger(Row row) {
        var scene = new Scene(row, everything(), false);
        var reply = scene.call(row, api.as(given.person()));
        assertThat(reply.status()).as("%s", reply).isEqualTo(404);
        assertThat(reply.body()).doesNotContain(scene.guild.id().value());
        return answer(reply);
    }

    private String withoutSeeing(Row row) {
        if (!row.route().contains("/channels/{channel}")) {
            return "";
        }
        var all = new TreeSet<>(everything());
        all.remove(Permission.VIEW_CHANNEL);
        var scene = new Scene(row, all, false);
        return answer(scene.call(row, api.as(scene.actor)).expectError(404, "channel_not_found"));
    }

    private String withoutThePermission(Row row) {
        if (row.owner()) {
            var scene = new Scene(row, Set.of(Permission.ADMINISTRATOR), false);
            return answer(scene.call(row, api.as(scene.actor)).expectError(403, "not_owner"));
        }
        if (row.needs().stream().allMatch(need -> need == Permission.VIEW_CHANNEL)) {
            return "";
        }
        var all = new TreeSet<>(everything());
        all.removeAll(row.needs());
        var scene = new Scene(row, all, false);
        return answer(scene.call(row, api.as(scene.actor))
                .expectError(403, "missing_permission")
                .detail("permission", row.needs().getFirst().wireName()));
    }

    /// An administrator is bound by rank as well.
    private String aboveOnesRank(Row row) {
        if (!row.ranked()) {
            return "";
        }
        var strong = new Scene(row, Set.of(Permission.ADMINISTRATOR), true);
        strong.call(row, api.as(strong.actor)).expectError(403, "role_hierarchy");
        var scene = new Scene(row, everything(), true);
        return answer(scene.call(row, api.as(scene.actor)).expectError(403, "role_hierarchy"));
    }

    private String withJustThat(Row row) {
        var granted = new TreeSet<>(row.needs());
        granted.add(Permission.VIEW_CHANNEL);
        if (row.route().contains("/permissions/")) {
            // What an override no longer takes, the actor must hold.
            granted.add(Permission.SEND_MESSAGES);
        }
        var scene = new Scene(row, granted, false);
        var reply = scene.call(row, api.as(row.owner() ? scene.guild.owner() : scene.actor));
        assertThat(reply.status()).as("%s", reply).isBetween(200, 204);
        return Integer.toString(reply.status());
    }

    private static String answer(Reply reply) {
        return reply.status() + " " + reply.error().text("code");
    }

    private RouteSpec spec(Row row) {
        return server.endpoints().stream()
                .filter(endpoint -> name(endpoint).equals(row.endpoint()))
                .findFirst()
                .orElseThrow()
                .spec();
    }

    private static Set<Permission> everything() {
        var all = new TreeSet<>(Arrays.asList(Permission.values()));
        all.remove(Permission.ADMINISTRATOR);
        return all;
    }

    private static String name(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path();
    }
}
