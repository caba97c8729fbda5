// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.permissions.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadyTest extends ServerTest {
    @Test
    void readyIsAllThatTheFirstScreenNeeds() {
        var guild = given.guild();
        var member = guild.member();
        var message = given.message(guild);
        var topic = given.channel(guild, "plans");

        var ready = server.connect(member).ready();

        assertThat(ready.keys())
                .containsExactlyInAnyOrder(
                        "session_id",
                        "user",
                        "settings",
                        "guilds",
                        "direct_channels",
                        "relationships",
                        "read_states",
                        "presences",
                        "voice_states");
        assertThat(ready.at("user").value())
                .isEqualTo(api.as(member)
                        .get("/api/v1/users/@me")
                        .expect(200)
                        .data()
                        .value());
        var seen = ready.at("guilds", 0);
        assertThat(ready.list("guilds")).hasSize(1);
        assertThat(seen.text("id")).isEqualTo(guild.id().value());
        assertThat(seen.text("owner_id")).isEqualTo(guild.owner().id().value());
        assertThat(seen.number("member_count")).isEqualTo(2);
        assertThat(seen.text("me", "user", "id")).isEqualTo(member.id().value());
        assertThat(seen.list("members")).hasSize(2);
        assertThat(seen.at("permissions").value())
                .isEqualTo(
                        List.of("change_nickname", "view_channel", "read_history", "send_messages", "create_invites"));
        assertThat(seen.text("roles", 0, "name")).isEqualTo("@everyone");
        assertThat(seen.text("roles", 0, "id")).isEqualTo(guild.id().value());
        assertThat(seen.at("channels").value())
                .isEqualTo(api.as(member)
                        .get("/api/v1/guilds/{}/channels", guild.id())
                        .expect(200)
                        .data()
                        .value());
        assertThat(seen.at("channels").texts("id"))
                .containsExactly(guild.channel().value(), topic.id().value());
        assertThat(seen.text("channels", 0, "last_message_id")).isEqualTo(message.value());
    }

    @Test
    void nobodyElsesSecretsAreInIt() {
        var guild = given.guild();
        var member = guild.member();

        var theirs = server.connect(member).ready();

        theirs.at("guilds", 0)
                .list("members")
                .forEach(each -> assertThat(each.at("user").keys())
                        .containsExactlyInAnyOrder("id", "username", "bot", "created_at"));
    }

    @Test
    void channelsThatOneMayNotViewAreNotInIt() {
        var guild = given.guildAllowing(Permission.CREATE_INVITES);
        var member = guild.member();
        var socket = server.connect(member);

        assertThat(socket.ready().at("guilds", 0).list("channels")).isEmpty();
        given.message(guild);
        given.channel(guild, "plans");
        guild.member();
        var frames = socket.framesUntil(frame -> frame.is("GUILD_UPDATE"));
        assertThat(frames).extracting(GatewayFrame::t).doesNotContain("MESSAGE_CREATE", "CHANNEL_CREATE");
        assertThat(frames.toString()).doesNotContain(guild.channel().value());
    }

    @Test
    void aLargeGuildComesWithoutItsMembersAndTheyAreAskedFor() {
        var guild = given.guild();
        var people = IntStream.range(0, 250).mapToObj(_ -> guild.member()).toList();

        var socket = server.connect(guild.owner());

        var seen = socket.ready().at("guilds", 0);
        assertThat(seen.number("member_count")).isEqualTo(251);
        assertThat(seen.has("members")).isFalse();
        assertThat(seen.text("me", "user", "id")).isEqualTo(guild.owner().id().value());
        var ids = new ArrayList<String>();
        var chunk = chunk(socket, guild, null);
        ids.addAll(userIds(chunk));
        while (chunk.has("after")) {
            chunk = chunk(socket, guild, chunk.text("after"));
            ids.addAll(userIds(chunk));
        }
        assertThat(ids)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(Stream.concat(people.stream(), Stream.of(guild.owner()))
                        .map(person -> person.id().value())
                        .toList());
    }

    private static Tree chunk(GatewayClient socket, World guild, @Nullable String after) {
        var d = new HashMap<String, Object>();
        d.put("guild_id", guild.id().value());
        d.put("limit", 100);
        if (after != null) {
            d.put("after", after);
        }
        socket.send(GatewayClient.REQUEST_MEMBERS, d);
        return socket.await("GUILD_MEMBERS_CHUNK").d();
    }

    private static List<String> userIds(Tree chunk) {
        return chunk.list("members").stream()
                .map(member -> member.text("user", "id"))
                .toList();
    }

    @Test
    void membersAreFoundByTheBeginningOfTheirNameInEverySpelling() {
        var guild = given.guild();
        var wanted = given.person("Findme_" + given.name());
        guild.joins(wanted);
        guild.member();
        var socket = server.connect(guild.owner());

        socket.send(
                GatewayClient.REQUEST_MEMBERS,
                Map.of("guild_id", guild.id().value(), "query", "fiNDme_", "nonce", "q-1"));

        var chunk = socket.await("GUILD_MEMBERS_CHUNK").d();
        assertThat(userIds(chunk)).containsExactly(wanted.id().value());
        assertThat(chunk.text("nonce")).isEqualTo("q-1");
        assertThat(chunk.text("guild_id")).isEqualTo(guild.id().value());
    }

    @Test
    void aSearchTakesItsTextLiterally() {
        var guild = given.guild();
        guild.member();
        var socket = server.connect(guild.owner());

        for (var query : new String[] {"%", "_", "\\", "%person", "p_rson"}) {
            socket.send(
                    GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value(), "query", query));
            assertThat(userIds(socket.await("GUILD_MEMBERS_CHUNK").d()))
                    .as(query)
                    .isEmpty();
        }
    }

    @Test
    void aWrongRequestForMembersIsMalformed() {
        var guild = given.guild();
        for (var d : List.of(
                "{}",
                "{\"guild_id\":5}",
                "{\"guild_id\":\"no-id\"}",
                "{\"guild_id\":\"%s\",\"limit\":0}",
                "{\"guild_id\":\"%s\",\"limit\":101}",
                "{\"guild_id\":\"%s\",\"limit\":1e2}",
                "{\"guild_id\":\"%s\",\"query\":\"\\u0000\"}",
                "{\"guild_id\":\"%s\",\"query\":\"\\ud83d\"}",
                "{\"guild_id\":\"%s\",\"after\":\"x\"}")) {
            var socket = server.connect(guild.owner());

            socket.sendText("{\"op\":8,\"d\":" + d.formatted(guild.id().value()) + "}");

            assertThat(socket.awaitClose()).as(d).isEqualTo(4002);
        }
    }

    @Test
    void whatIsWrittenWhileOneConnectsIsSeenOnce() throws Exception {
        var guild = given.guild();
        var reader = guild.member();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> IntStream.range(0, 300)
                    .mapToObj(_ -> given.message(guild).value())
                    .toList());
            var making = threads.submit(() -> IntStream.range(0, 60)
                    .mapToObj(number ->
                            given.channel(guild, "channel " + number).id().value())
                    .toList());
            var sockets = new ArrayList<GatewayClient>();
            while (!writing.isDone() || !making.isDone()) {
                sockets.add(server.connectAtOnce(reader));
            }
            var messages = new ArrayList<>(writing.get());
            var channels = new ArrayList<>(making.get());
            channels.addFirst(guild.channel().value());
            messages.add(
                    given.message(guild.owner(), guild.channel(), "the end").value());

            assertThat(sockets).hasSizeGreaterThan(3);
            sockets.forEach(socket -> assertReadyAndEventsAreEverythingOnce(socket, messages, channels));
        }
    }

    @Test
    void whatHappensToStrangersWhileOneConnectsIsNotTold() throws Exception {
        var guild = given.guild();
        var reader = guild.member();
        var stranger = given.guild().owner();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changing = threads.submit(() -> IntStream.range(0, 300).forEach(number -> {
                var person = number % 2 == 0 ? guild.owner() : stranger;
                api.as(person)
                        .with("display_name", "Name " + number)
                        .patch("/api/v1/users/@me")
                        .expect(200);
            }));
            var sockets = new ArrayList<GatewayClient>();
            while (!changing.isDone()) {
                sockets.add(server.connectAtOnce(reader));
            }
            changing.get();
            given.message(guild.owner(), guild.channel(), "the end");

            assertThat(sockets).hasSizeGreaterThan(3);
            for (var socket : sockets) {
                var told = socket.framesUntilMessage("the end").stream()
                        .filter(frame -> frame.is("USER_UPDATE"))
                        .map(frame -> frame.d().text("id"));
                assertThat(told).allMatch(guild.owner().id().value()::equals);
            }
        }
    }

    @Test
    void nothingComesBeforeReadyToWhoJoinsWhileConnecting() {
        var newcomer = given.person();
        for (var i = 0; i < 20; i++) {
            var guild = given.guild();
            var invite = given.invite(guild);
            var sockets = Together.run(4, number -> {
                if (number == 3) {
                    api.as(newcomer).post("/api/v1/invites/{}", invite.code()).expect(200);
                }
                return server.connectAtOnce(newcomer);
            });
            given.message(guild.owner(), guild.channel(), "welcome");

            for (var socket : sockets) {
                var ids = new ArrayList<>(socket.ready().at("guilds").texts("id"));
                ids.addAll(ids(socket.framesUntilMessage("welcome"), "GUILD_CREATE"));
                assertThat(ids).containsOnlyOnce(guild.id().value());
            }
            server.hangUp();
        }
    }

    private static void assertReadyAndEventsAreEverythingOnce(
            GatewayClient socket, List<String> messages, List<String> channels) {
        var seenChannels = socket.ready().at("guilds", 0, "channels");
        var newest = seenChannels.at(0, "last_message_id").value();
        var frames = socket.framesUntilMessage("the end");

        var written = ids(frames, "MESSAGE_CREATE");
        assertThat(written).isEqualTo(messages.subList(messages.indexOf(newest) + 1, messages.size()));
        var all = new ArrayList<>(seenChannels.texts("id"));
        all.addAll(ids(frames, "CHANNEL_CREATE"));
        assertThat(all).isEqualTo(channels);
    }

    private static List<String> ids(List<GatewayFrame> frames, String event) {
        return frames.stream()
                .filter(frame -> frame.is(event))
                .map(frame -> frame.d().text("id"))
                .toList();
    }
}
