// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.permissions.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageApiTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String MESSAGE = "/api/v1/channels/{}/messages/{}";
    private static final String NOWHERE = "01J00000000000000000000000";

    @Test
    void aMessageIsKeptAsSentButForSpaceAroundIt() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var text = "one\n\n  two \u202e <b>&amp;</b> \uD83D\uDE00\u200D";

        var sent = me.with("content", "\n " + text + " \t")
                .post(MESSAGES, guild.channel())
                .expect(201)
                .data();

        assertThat(sent.keys())
                .containsExactlyInAnyOrder(
                        "id", "channel_id", "guild_id", "author", "member", "type", "content", "created_at");
        assertThat(sent.text("content")).isEqualTo(text);
        assertThat(sent.text("type")).isEqualTo("default");
        assertThat(sent.text("author", "id")).isEqualTo(guild.owner().id().value());
        assertThat(sent.text("guild_id")).isEqualTo(guild.id().value());
        assertThat(me.get(MESSAGES, guild.channel()).expect(200).data().at(0).value())
                .isEqualTo(sent.value());
    }

    @Test
    void aMessageHasOneToFourThousandCharacters() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var smile = "\uD83D\uDE00";

        me.with("content", "").post(MESSAGES, guild.channel()).expectError(400, "empty_content");
        me.with("content", " \u2003\n").post(MESSAGES, guild.channel()).expectError(400, "empty_content");
        me.with("content", smile.repeat(4001))
                .post(MESSAGES, guild.channel())
                .expectError(400, "content_too_long")
                .detail("length", 4001);
        me.with("content", " " + smile.repeat(4000) + " ")
                .post(MESSAGES, guild.channel())
                .expect(201);
    }

    @Test
    void wrongShapesAreNamed() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        me.withBody("{}").post(MESSAGES, guild.channel()).faults("content");
        me.with("content", 5).post(MESSAGES, guild.channel()).faults("content");
        me.with("content", "NUL \u0000")
                .with("nonce", "")
                .post(MESSAGES, guild.channel())
                .faults("content", "nonce");
        me.withBody("{\"content\":\"half \\ud83d\"}")
                .post(MESSAGES, guild.channel())
                .faults("content");
        me.post(MESSAGES, guild.channel()).faults("");
    }

    @Test
    void writingTakesThePermission() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL);
        var member = api.as(guild.member());

        member.with("content", "hello")
                .post(MESSAGES, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "send_messages");
        member.get(MESSAGES, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "read_history");
    }

    @Test
    void whoMayNotViewTheChannelFindsNothing() {
        var guild = given.guildAllowing(Permission.SEND_MESSAGES, Permission.READ_HISTORY);
        var message = given.message(guild);

        for (var person : List.of(guild.member(), given.person())) {
            var them = api.as(person);
            them.get(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
            them.with("content", "x").post(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
            them.with("content", "x").patch(MESSAGE, guild.channel(), message).expectError(404, "channel_not_found");
            them.delete(MESSAGE, guild.channel(), message).expectError(404, "channel_not_found");
        }
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        for (var nowhere : List.of(NOWHERE, "no-id", "%20")) {
            me.get(MESSAGES, nowhere).expectError(404, "channel_not_found");
            me.with("content", "x").post(MESSAGES, nowhere).expectError(404, "channel_not_found");
            me.with("content", "x").patch(MESSAGE, guild.channel(), nowhere).expectError(404, "message_not_found");
            me.delete(MESSAGE, guild.channel(), nowhere).expectError(404, "message_not_found");
        }
        var elsewhere = given.message(given.guild());
        me.delete(MESSAGE, guild.channel(), elsewhere).expectError(404, "message_not_found");
    }

    @Test
    void idsAscendInTheOrderOfAcceptance() {
        var guild = given.guild();

        var ids = IntStream.range(0, 20)
                .mapToObj(_ -> given.message(guild).value())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsAscendAlsoBelowAnIdFromAClockThatRanAhead() {
        var guild = given.guild();
        var ahead = "7ZZZZZZZZZ0000000000000000";
        server.db()
                .useTransaction(tx -> tx.sql("UPDATE channels SET message_floor = :floor WHERE id = :id")
                        .bind("floor", ahead)
                        .bind("id", guild.channel())
                        .update());

        var first = given.message(guild);
        var second = given.message(guild);

        assertThat(first.value()).isGreaterThan(ahead);
        assertThat(second.value()).isGreaterThan(first.value());
    }

    @Test
    void pagesGoBackwardForwardAndAround() {
        var guild = given.guild();
        var ids = IntStream.range(0, 9)
                .mapToObj(_ -> given.message(guild).value())
                .toList();

        assertThat(page(guild, "")).isEqualTo(ids.reversed());
        assertThat(page(guild, "?limit=2")).containsExactly(ids.get(8), ids.get(7));
        assertThat(page(guild, "?limit=2&before=" + ids.get(7))).containsExactly(ids.get(6), ids.get(5));
        assertThat(page(guild, "?limit=2&after=" + ids.get(1))).containsExactly(ids.get(2), ids.get(3));
        assertThat(page(guild, "?before=" + ids.get(0))).isEmpty();
        assertThat(page(guild, "?after=" + ids.get(8))).isEmpty();
        assertThat(page(guild, "?limit=5&around=" + ids.get(4)))
                .containsExactly(ids.get(6), ids.get(5), ids.get(4), ids.get(3), ids.get(2));
        assertThat(page(guild, "?limit=1&around=" + ids.get(4))).containsExactly(ids.get(4));
        assertThat(page(guild, "?limit=4&around=" + ids.get(0))).containsExactly(ids.get(1), ids.get(0));
    }

    @Test
    void fiftyIsAPageAndAHundredTheMost() {
        var guild = given.guild();
        IntStream.range(0, 101).forEach(_ -> given.message(guild));

        assertThat(page(guild, "")).hasSize(50);
        assertThat(page(guild, "?limit=100")).hasSize(100);
    }

    @Test
    void aPageIsAskedForRightly() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var id = given.message(guild);

        me.get(MESSAGES + "?limit=0", guild.channel()).faults("limit");
        me.get(MESSAGES + "?limit=101", guild.channel()).faults("limit");
        me.get(MESSAGES + "?limit=ten", guild.channel()).faults("limit");
        me.get(MESSAGES + "?limit=", guild.channel()).faults("limit");
        me.get(MESSAGES + "?limit=5&limit=5", guild.channel()).faults("limit");
        me.get(MESSAGES + "?before=x&after=y", guild.channel()).faults("before", "after");
        me.get(MESSAGES + "?before={}&after={}".replace("{}", id.value()), guild.channel())
                .faults("before");
        me.get(MESSAGES + "?around={}&after={}".replace("{}", id.value()), guild.channel())
                .expectError(400, "invalid_request");
        me.get(MESSAGES + "?before=%ff", guild.channel()).faults("before");
    }

    @Test
    void theAuthorChangesAMessage() {
        var guild = given.guild();
        var author = guild.member();
        var id = given.message(author, guild.channel(), "first");
        server.clock().advance(Duration.ofSeconds(1));

        var edited = api.as(author)
                .with("content", " second ")
                .patch(MESSAGE, guild.channel(), id)
                .expect(200)
                .data();

        assertThat(edited.text("content")).isEqualTo("second");
        assertThat(edited.text("edited_at")).isGreaterThan(edited.text("created_at"));
        assertThat(api.as(author)
                        .get(MESSAGES, guild.channel())
                        .expect(200)
                        .data()
                        .at(0)
                        .value())
                .isEqualTo(edited.value());
    }

    @Test
    void theSameTextAgainIsNoChange() {
        var guild = given.guild();
        var id = given.message(guild.owner(), guild.channel(), "first");

        var edited = api.as(guild.owner())
                .with("content", " first")
                .patch(MESSAGE, guild.channel(), id)
                .expect(200)
                .data();

        assertThat(edited.has("edited_at")).isFalse();
    }

    @Test
    void nobodyElseChangesAMessageNotEvenTheOwner() {
        var guild = given.guild();
        var member = guild.member();
        var id = given.message(member, guild.channel(), "mine");

        api.as(guild.owner())
                .with("content", "x")
                .patch(MESSAGE, guild.channel(), id)
                .expectError(403, "not_author");
        api.as(guild.member())
                .with("content", "x")
                .patch(MESSAGE, guild.channel(), id)
                .expectError(403, "not_author");
    }

    @Test
    void aChangeIsCheckedLikeAMessage() {
        var guild = given.guild();
        var id = given.message(guild);
        var me = api.as(guild.owner());

        me.with("content", " ").patch(MESSAGE, guild.channel(), id).expectError(400, "empty_content");
        me.with("content", "x".repeat(4001)).patch(MESSAGE, guild.channel(), id).expectError(400, "content_too_long");
        me.with("content", null).patch(MESSAGE, guild.channel(), id).faults("content");
    }

    @Test
    void theAuthorAndAModeratorDelete() {
        var guild = given.guild();
        var author = guild.member();
        var first = given.message(author, guild.channel(), "first");
        var second = given.message(author, guild.channel(), "second");

        api.as(author).delete(MESSAGE, guild.channel(), first).expect(204);
        api.as(guild.owner()).delete(MESSAGE, guild.channel(), second).expect(204);

        assertThat(page(guild, "")).isEmpty();
        api.as(author).delete(MESSAGE, guild.channel(), first).expectError(404, "message_not_found");
        api.as(author)
                .with("content", "x")
                .patch(MESSAGE, guild.channel(), first)
                .expectError(404, "message_not_found");
    }

    @Test
    void anotherMemberDeletesNothing() {
        var guild = given.guild();
        var id = given.message(guild);

        api.as(guild.member())
                .delete(MESSAGE, guild.channel(), id)
                .expectError(403, "missing_permission")
                .detail("permission", "manage_messages");
        assertThat(page(guild, "")).containsExactly(id.value());
    }

    @Test
    void whatIsDeletedIsGoneFromTheDatabase() {
        var guild = given.guild();
        var id = given.message(guild.owner(), guild.channel(), "a secret that must go");

        api.as(guild.owner()).delete(MESSAGE, guild.channel(), id).expect(204);

        var content = server.db()
                .single(tx -> tx.sql("SELECT content FROM messages WHERE id = :id")
                        .bind("id", id)
                        .one(row -> row.text("content")));
        assertThat(content).isEmpty();
    }

    @Test
    void deletingTheNewestMessageRepairsTheNewestMessageOfTheChannel() {
        var guild = given.guild();
        var first = given.message(guild);
        var second = given.message(guild);
        var third = given.message(guild);

        assertThat(newest(guild)).isEqualTo(third.value());
        delete(guild, second);
        assertThat(newest(guild)).isEqualTo(third.value());
        delete(guild, third);
        assertThat(newest(guild)).isEqualTo(first.value());
        delete(guild, first);
        assertThat(newest(guild)).isNull();
        var fourth = given.message(guild);
        assertThat(fourth.value()).isGreaterThan(third.value());
        assertThat(newest(guild)).isEqualTo(fourth.value());
    }

    private void delete(World guild, MessageId id) {
        api.as(guild.owner()).delete(MESSAGE, guild.channel(), id).expect(204);
    }

    private @Nullable Object newest(World guild) {
        return api.as(guild.owner())
                .get("/api/v1/guilds/{}/channels", guild.id())
                .expect(200)
                .data()
                .at(0, "last_message_id")
                .value();
    }

    private List<String> page(World guild, String query) {
        return api.as(guild.owner())
                .get(MESSAGES + query, guild.channel())
                .expect(200)
                .data()
                .texts("id");
    }
}
