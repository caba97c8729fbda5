// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two servers on one database: whatever is done at one of them, those at the other are told of it within
/// a second, also when the bus has lost it.
class ServersTogetherTest extends ServerPair {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String MESSAGE = "/api/v1/channels/{}/messages/{}";
    private static final String MEMBER = "/api/v1/guilds/{}/members/{}";
    private static final String SELF = "/api/v1/users/@me";

    private static List<String> contents(GatewayClient socket, int count) {
        var contents = new ArrayList<String>();
        while (contents.size() < count) {
            contents.add(socket.await("MESSAGE_CREATE").d().text("content"));
        }
        return contents;
    }

    @Test
    void messagesOfBothComeToBothInOneOrder() {
        var atOne = one.connect(guild.owner());
        var atTwo = two.connect(guild.member());
        one.settle();
        two.settle();

        Together.run(
                60,
                number -> (number % 2 == 0 ? one : two)
                        .given()
                        .message(guild.owner(), guild.channel(), "number " + number));

        var order = contents(atOne, 60);
        assertThat(order).doesNotHaveDuplicates();
        assertThat(contents(atTwo, 60)).isEqualTo(order);
        var stored = two.api()
                .as(guild.owner())
                .get("/api/v1/channels/{}/messages?limit=100", guild.channel())
                .expect(200)
                .data();
        assertThat(stored.list().reversed().stream().map(each -> each.text("content")))
                .isEqualTo(order);
    }

    /// The one whose clock runs behind still gives out greater ids than what it has seen.
    @ParameterizedTest
    @ValueSource(ints = {-7, 7})
    void messagesAreInOrderWhenTheClocksDiffer(int seconds) {
        (seconds < 0 ? one : two).clock().advance(Duration.ofSeconds(Math.abs(seconds)));
        var reader = two.connect(guild.owner());

        var ids = IntStream.range(0, 20)
                .mapToObj(number -> (number % 2 == 0 ? one : two)
                        .given()
                        .message(guild.owner(), guild.channel(), "number " + number)
                        .value())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(contents(reader, 20))
                .isEqualTo(IntStream.range(0, 20).mapToObj(n -> "number " + n).toList());
    }

    @Test
    void aRepeatAtTheOtherServerIsTheSameMessage() {
        var sent = one.api().as(guild.owner()).with("content", "once").with("nonce", "n1");
        var first = sent.post(MESSAGES, guild.channel()).expect(201).data().text("id");

        var again = two.api()
                .as(guild.owner())
                .with("content", "once")
                .with("nonce", "n1")
                .post(MESSAGES, guild.channel());

        assertThat(again.data().text("id")).isEqualTo(first);
    }

    @Test
    void whatIsChangedAndDeletedAtOneIsToldAtTheOther() {
        var reader = two.connect(guild.owner());
        var message = one.given().message(guild);
        reader.await("MESSAGE_CREATE");

        one.api()
                .as(guild.owner())
                .with("content", "changed")
                .patch(MESSAGE, guild.channel(), message)
                .expect(200);
        assertThat(reader.await("MESSAGE_UPDATE").d().text("content")).isEqualTo("changed");
        two.api().as(guild.owner()).delete(MESSAGE, guild.channel(), message).expect(204);

        assertThat(reader.await("MESSAGE_DELETE").d().text("message_id")).isEqualTo(message.value());
        one.api()
                .as(guild.owner())
                .with("content", "late")
                .patch(MESSAGE, guild.channel(), message)
                .expect(404);
    }

    @Test
    void whatIsMadeAtOneIsUsedAtTheOtherAtOnce() {
        two.api()
                .as(guild.owner())
                .get("/api/v1/guilds/{}/channels", guild.id())
                .expect(200);
        var member = guild.member();
        two.api().as(member).get("/api/v1/guilds/{}/channels", guild.id()).expect(200);

        var plans = one.given().channel(guild, "plans").id();

        two.api().as(member).with("content", "first").post(MESSAGES, plans).expect(201);
        var newcomer = one.given().person();
        two.api().as(newcomer).get(SELF).expect(200);
        two.api()
                .as(newcomer)
                .post("/api/v1/invites/{}", one.given().invite(guild).code())
                .expect(200);
        one.api().as(newcomer).with("content", "hello").post(MESSAGES, plans).expect(201);
    }

    @Test
    void whoJoinsAtOneIsToldAtTheOther() {
        var owner = two.connect(guild.owner());
        var newcomer = one.given().person();
        var socket = two.connect(newcomer);

        one.api()
                .as(newcomer)
                .post("/api/v1/invites/{}", one.given().invite(guild).code())
                .expect(200);

        assertThat(owner.await("GUILD_MEMBER_ADD").d().text("user", "id"))
                .isEqualTo(newcomer.id().value());
        socket.await("GUILD_CREATE");
        one.given().message(guild.owner(), guild.channel(), "welcome");
        socket.framesUntilMessage("welcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick", "ban", "kick with a lost message", "ban with a lost message"})
    void whoIsRemovedAtOneIsOutAtTheOther(String how) {
        var member = guild.member();
        var socket = two.connect(member);
        two.api().as(member).get(MESSAGES, guild.channel()).expect(200);
        if (how.endsWith("lost message")) {
            one.bus().lose();
        }

        if (how.startsWith("kick")) {
            one.api().as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);
        } else {
            one.api()
                    .as(guild.owner())
                    .withBody("{}")
                    .put("/api/v1/guilds/{}/bans/{}", guild.id(), member)
                    .expect(200);
        }

        var begin = System.nanoTime();
        socket.await("GUILD_DELETE");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        two.api().as(member).get(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
        two.given().message(guild.owner(), guild.channel(), "secret");
        socket.send(GatewayClient.HEARTBEAT, null);
        assertThat(socket.framesUntil(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK))
                .noneMatch(frame -> frame.is("MESSAGE_CREATE"));
    }

    @Test
    void rightsThatChangeAtOneHoldAtTheOther() {
        var member = guild.member();
        var socket = two.connect(member);
        two.api().as(member).get(MESSAGES, guild.channel()).expect(200);

        var role = guild.role("Moderators", Permission.MANAGE_MESSAGES);
        guild.give(member, role);
        socket.await(frame -> frame.is("GUILD_ACCESS_UPDATE")
                && frame.d().list("permissions").toString().contains("manage_messages"));
        var message = two.given().message(guild);
        two.api().as(member).delete(MESSAGE, guild.channel(), message).expect(204);
        guild.take(member, role);

        socket.await(frame -> frame.is("GUILD_ACCESS_UPDATE")
                && !frame.d().list("permissions").toString().contains("manage_messages"));
        two.api()
                .as(member)
                .delete(MESSAGE, guild.channel(), two.given().message(guild))
                .expectError(403, "missing_permission");
    }

    /// A message that waits for the rights to be told would be written on rights that are no more.
    @Test
    void nothingIsWrittenOnRightsThatAreNoMore() {
        var member = guild.member();
        two.api()
                .as(member)
                .with("content", "before")
                .post(MESSAGES, guild.channel())
                .expect(201);
        one.bus().lose();

        one.api().as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);

        two.api()
                .as(member)
                .with("content", "after")
                .post(MESSAGES, guild.channel())
                .expectError(404, "channel_not_found");
    }

    @Test
    void aChannelAndAGuildThatEndAtOneEndAtTheOther() {
        var plans = one.given().channel(guild, "plans").id();
        var member = guild.member();
        var socket = two.connect(member);

        one.api().as(guild.owner()).delete("/api/v1/channels/{}", plans).expect(204);
        assertThat(socket.await("CHANNEL_DELETE").d().text("channel_id")).isEqualTo(plans.value());
        two.api().as(member).get(MESSAGES, plans).expectError(404, "channel_not_found");
        one.api().as(guild.owner()).delete("/api/v1/guilds/{}", guild.id()).expect(204);

        socket.await("GUILD_DELETE");
        two.api().as(member).get(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionThatEndsAtOneEndsAtTheOther(boolean lost) {
        var person = guild.member();
        var other = signIn(person);
        var socket = two.connect(person);
        two.api().as(person).get(SELF).expect(200);
        two.api().withToken(other).get(SELF).expect(200);
        var sessions = one.api()
                .withToken(other)
                .get("/api/v1/users/@me/sessions")
                .expect(200)
                .data();
        assertThat(sessions.list()).hasSize(2);
        if (lost) {
            one.bus().lose();
        }

        one.api()
                .withToken(other)
                .delete("/api/v1/users/@me/sessions/{}", person.actor().sessionId())
                .expect(204);

        assertThat(socket.awaitClose(SOON)).isEqualTo(4004);
        await(() -> two.api().as(person).get(SELF).status() == 401);
        two.api().withToken(other).get(SELF).expect(200);
    }

    @Test
    void aNewPasswordAtOneSignsOutTheOthersAtTheOther() {
        var person = guild.member();
        var other = signIn(person);
        var stays = two.connect(person);
        var goes = two.socket();
        goes.send(GatewayClient.IDENTIFY, Map.of("token", other));
        goes.awaitReady();

        one.api()
                .as(person)
                .with("current_password", Given.PASSWORD)
                .with("new_password", "another battery staple")
                .post("/api/v1/auth/password")
                .expect(204);

        assertThat(goes.awaitClose(SOON)).isEqualTo(4004);
        await(() -> two.api().withToken(other).get(SELF).status() == 401);
        two.api().as(person).with("display_name", "Still here").patch(SELF).expect(200);
        stays.await("ACCOUNT_UPDATE");
        two.api()
                .with("username", person.username())
                .with("password", Given.PASSWORD)
                .post("/api/v1/auth/login")
                .expectError(401, "invalid_credentials");
    }

    private String signIn(Person person) {
        return one.api()
                .with("username", person.username())
                .with("password", Given.PASSWORD)
                .post("/api/v1/auth/login")
                .expect(200)
                .data()
                .text("token");
    }

    @Test
    void aNewNameIsToldAtTheOther() {
        var member = guild.member();
        var owner = two.connect(guild.owner());

        one.api().as(member).with("display_name", "Somebody Else").patch(SELF).expect(200);

        assertThat(owner.await("USER_UPDATE").d().toString()).contains("Somebody Else");
    }

    @Test
    void anInviteLetsInAsManyAsItAllowsWhereverTheyCome() {
        var code = one.api()
                .as(guild.owner())
                .with("max_uses", 5)
                .post("/api/v1/guilds/{}/invites", guild.id())
                .expect(201)
                .data()
                .text("code");
        var people = IntStream.range(0, 16).mapToObj(_ -> one.given().person()).toList();

        var replies = Together.run(
                people.size(),
                number -> (number % 2 == 0 ? one : two)
                        .api()
                        .as(people.get(number))
                        .post("/api/v1/invites/{}", code));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(5);
        two.api().get("/api/v1/invites/{}", code).expectError(404, "invite_not_found");
    }

    @Test
    void whatEndsByTheClockEndsOnceAndIsToldAtBoth() {
        var member = guild.member();
        one.api()
                .as(guild.owner())
                .with("timeout_until", one.clock().instant().plusSeconds(30).toString())
                .patch(MEMBER, guild.id(), member)
                .expect(200);
        var atOne = one.connect(member);
        var atTwo = two.connect(member);

        one.clock().advance(Duration.ofSeconds(30));
        two.clock().advance(Duration.ofSeconds(30));

        for (var socket : List.of(atOne, atTwo)) {
            socket.await("GUILD_MEMBER_UPDATE");
            socket.await("GUILD_ACCESS_UPDATE");
            socket.send(GatewayClient.HEARTBEAT, null);
            assertThat(socket.framesUntil(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK))
                    .noneMatch(frame -> frame.is("GUILD_MEMBER_UPDATE"));
        }
        two.api()
                .as(member)
                .with("content", "back")
                .post(MESSAGES, guild.channel())
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {-7, 7})
    void theAuditLogIsInOrderWhenTheClocksDiffer(int seconds) {
        (seconds < 0 ? one : two).clock().advance(Duration.ofSeconds(Math.abs(seconds)));
        var names = IntStream.range(0, 8).mapToObj(number -> "role " + number).toList();

        for (var number = 0; number < names.size(); number++) {
            (number % 2 == 0 ? one : two)
                    .api()
                    .as(guild.owner())
                    .with("name", names.get(number))
                    .post("/api/v1/guilds/{}/roles", guild.id())
                    .expect(201);
        }

        var entries = two.api()
                .as(guild.owner())
                .get("/api/v1/guilds/{}/audit-log", guild.id())
                .expect(200)
                .data();
        assertThat(entries.list().reversed().stream().map(each -> each.text("target_name")))
                .isEqualTo(names);
    }

    @Test
    void theLatestUseOfASessionIsShownWhicheverServerWritesItDownLast() {
        var person = guild.member();
        one.clock().advance(Duration.ofMinutes(6));
        two.clock().advance(Duration.ofMinutes(7));
        one.features().accounts().sessions().used(person.actor(), "192.0.2.1");
        two.features().accounts().sessions().used(person.actor(), "192.0.2.2");

        two.features().accounts().sessions().writeUses();
        one.features().accounts().sessions().writeUses();

        var shown = two.features().accounts().sessions().list(person.actor()).getFirst();
        assertThat(shown.device().address()).isEqualTo("192.0.2.2");
    }

    @Test
    void whatIsDeletedIsRemovedByBothAtOnce() {
        var plans = one.given().channel(guild, "plans").id();
        IntStream.range(0, 30).forEach(number -> one.given().message(guild.owner(), plans, "number " + number));
        one.api().as(guild.owner()).delete("/api/v1/channels/{}", plans).expect(204);
        one.clock().advance(Duration.ofDays(8));
        two.clock().advance(Duration.ofDays(8));

        Together.run(6, number -> {
            (number % 2 == 0 ? one : two).removeRemains(Duration.ofDays(7));
            return true;
        });

        assertThat(one.db()
                        .<Long>single(tx -> tx.sql("SELECT (SELECT count(*) FROM messages WHERE channel_id = :channel)"
                                        + " + (SELECT count(*) FROM channels WHERE id = :channel) AS count")
                                .bind("channel", plans)
                                .one(row -> row.number("count"))))
                .isZero();
    }

    @Test
    void bothMakeRoomInTheLogAtOnce() {
        one.db()
                .useTransaction(tx ->
                        tx.sql("SELECT setval('event_log_pos', 350000) AS pos").one(row -> row.number("pos")));
        one.settle();
        two.settle();

        Together.run(6, number -> {
            (number % 2 == 0 ? one : two)
                    .db()
                    .useTransaction(tx -> tx.sql("SELECT event_log_extend(100000, 400000) AS made")
                            .one(row -> row.integer("made")));
            return true;
        });

        var reader = two.connect(guild.owner());
        one.given().message(guild.owner(), guild.channel(), "in new room");
        reader.framesUntilMessage("in new room");
    }
}
