// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.TestInstance;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelDraft;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;

class SlowmodeApiTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String MESSAGE = MESSAGES + "/{}";

    @Test
    void aMemberWaitsBetweenTwoMessages() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var slow = slow(instance, guild, 30);
        var send = instance.api().as(guild.member()).with("content", "hello");
        send.post(MESSAGES, slow).expect(201);
        instance.clock().advance(Duration.ofMillis(4100));

        var early = send.post(MESSAGES, slow).expectError(429, "slowmode").detail("retry_after_seconds", 26);

        assertThat(early.header("Retry-After")).isEqualTo("26");
        instance.clock().advance(Duration.ofSeconds(26));
        send.post(MESSAGES, slow).expect(201);
        send.post(MESSAGES, slow).expectError(429, "slowmode").detail("retry_after_seconds", 30);
    }

    @Test
    void everyMemberAndEveryChannelHasATurnOfItsOwn() {
        var guild = given.guild();
        var slow = slow(server, guild, 3600);
        var other = slow(server, guild, 3600);
        var member = guild.member();

        send(member, slow).expect(201);
        send(member, slow).expectError(429, "slowmode");
        send(member, other).expect(201);
        send(member, guild.channel()).expect(201);
        send(guild.member(), slow).expect(201);
    }

    @Test
    void whoManagesMessagesDoesNotWait() {
        var guild = given.guild();
        var slow = slow(server, guild, 3600);

        for (var person : List.of(guild.owner(), guild.memberWith(Permission.MANAGE_MESSAGES))) {
            send(person, slow).expect(201);
            send(person, slow).expect(201);
        }
    }

    @Test
    void aRepeatIsTheFirstResultAndNotCounted() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var slow = slow(instance, guild, 30);
        var send = instance.api().as(guild.member()).with("content", "hello").with("nonce", "n-1");
        var first = send.post(MESSAGES, slow).expect(201).data();
        instance.clock().advance(Duration.ofSeconds(29));

        assertThat(send.post(MESSAGES, slow).expect(200).data()).isEqualTo(first);
        send.with("content", "other").post(MESSAGES, slow).expectError(409, "nonce_reused");
        instance.clock().advance(Duration.ofSeconds(1));
        send.with("nonce", "n-2").post(MESSAGES, slow).expect(201);
    }

    @Test
    void whatWasRefusedIsNotCountedEither() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var slow = slow(instance, guild, 30);
        var send = instance.api().as(guild.member()).with("content", "hello");
        send.post(MESSAGES, slow).expect(201);
        instance.clock().advance(Duration.ofSeconds(20));
        send.post(MESSAGES, slow).expectError(429, "slowmode");
        send.with("content", " ").post(MESSAGES, slow).expectError(400, "empty_content");
        instance.clock().advance(Duration.ofSeconds(10));

        send.post(MESSAGES, slow).expect(201);
    }

    @Test
    void anotherServersClockMayBeAheadAndNobodyWaitsLongerForThat() {
        var guild = given.guild();
        var slow = slow(server, guild, 30);
        var member = guild.member();
        server.db()
                .useTransaction(tx -> tx.sql("INSERT INTO slowmode_sends VALUES (:channel, :user, :at)")
                        .bind("channel", slow)
                        .bind("user", member.id())
                        .bind("at", server.clock().instant().plusSeconds(500))
                        .update());

        send(member, slow).expectError(429, "slowmode").detail("retry_after_seconds", 30);
    }

    @Test
    void ofManyAtOnceOnTwoServersOneGetsThrough() {
        var first = startServer(Registration.OPEN);
        var second = startReplica(first);
        var guild = first.given().guild();
        var slow = slow(first, guild, 3600);
        var member = guild.member();

        var replies = Together.run(
                20,
                number -> (number % 2 == 0 ? first : second)
                        .api()
                        .as(member)
                        .with("content", "me first " + number)
                        .post(MESSAGES, slow));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 429).hasSize(19);
        assertThat(first.api().as(member).get(MESSAGES, slow).expect(200).data().list())
                .hasSize(1);
    }

    @Test
    void slowModeBeginsAndEndsForThoseWhoAreThere() {
        var guild = given.guild();
        var member = guild.member();
        send(member, guild.channel()).expect(201);
        setSlowmode(guild, guild.channel(), 3600);

        send(member, guild.channel()).expect(201);
        send(member, guild.channel()).expectError(429, "slowmode");
        setSlowmode(guild, guild.channel(), 0);
        send(member, guild.channel()).expect(201);
        send(member, guild.channel()).expect(201);
    }

    @Test
    void whatIsSentInTurnIsToldInOrder() {
        var guild = given.guild();
        var slow = slow(server, guild, 3600);
        var member = guild.member();
        var reader = server.connect(guild.owner());
        given.message(guild.owner(), slow, "before");
        send(member, slow).expect(201);
        given.message(guild.owner(), slow, "after");

        assertThat(reader.framesUntilMessage("after"))
                .extracting(frame -> frame.d().text("content"))
                .containsExactly("before", "hello", "after");
    }

    @Test
    void nobodyWritesInACategory() {
        var guild = given.guild();
        var category = given.category(guild, "Plans");

        for (var person : List.of(guild.owner(), guild.member())) {
            send(person, category).expectError(400, "not_a_text_channel");
            api.as(person).get(MESSAGES, category).expectError(400, "not_a_text_channel");
        }
        send(given.person(), category).expectError(404, "channel_not_found");
    }

    @Test
    void whoIsTimedOutIsToldUntilWhen() {
        var guild = given.guild();
        var member = guild.member();
        var administrator = guild.memberWith(Permission.ADMINISTRATOR);
        var message = given.message(member, guild.channel(), "hello");
        var until = Instant.parse("2999-01-01T00:00:00Z");

        guild.timeOut(member, until);
        guild.timeOut(administrator, until);

        send(member, guild.channel()).expectError(403, "timed_out").detail("timeout_until", "2999-01-01T00:00:00.000Z");
        api.as(member)
                .with("content", "changed")
                .patch(MESSAGE, guild.channel(), message)
                .expectError(403, "timed_out");
        api.as(member).delete(MESSAGE, guild.channel(), message).expect(204);
        send(administrator, guild.channel()).expect(201);
        send(given.person(), guild.channel()).expectError(404, "channel_not_found");
    }

    @Test
    void aTimeOutDoesNotHideAnotherReason() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL);
        var member = guild.member();

        guild.timeOut(member, Instant.parse("2999-01-01T00:00:00Z"));

        api.as(member)
                .get(MESSAGES, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "read_history");
    }

    private Reply send(Person person, ChannelId channel) {
        return api.as(person).with("content", "hello").post(MESSAGES, channel);
    }

    private static ChannelId slow(TestInstance instance, World guild, int seconds) {
        return instance.given()
                .channel(guild, new ChannelDraft(Channel.TEXT, "slow", null, null, seconds, null))
                .id();
    }

    private void setSlowmode(World guild, ChannelId channel, int seconds) {
        api.as(guild.owner())
                .with("slowmode_seconds", seconds)
                .patch("/api/v1/channels/{}", channel)
                .expect(200);
    }
}
