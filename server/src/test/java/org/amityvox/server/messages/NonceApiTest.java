// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.junit.jupiter.api.Test;

class NonceApiTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @Test
    void thirtyRepeatsAtOnceMakeOneMessageAndGiveOneAnswer() {
        var guild = given.guild();
        var reader = server.connect(guild.member());
        var request = api.as(guild.owner()).with("content", "hello").with("nonce", "n-1");

        var replies = Together.run(30, _ -> request.post(MESSAGES, guild.channel()));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(29);
        assertThat(replies.stream().map(reply -> reply.data().value()).distinct())
                .hasSize(1);
        assertThat(replies.getFirst().data().text("nonce")).isEqualTo("n-1");
        given.message(guild.owner(), guild.channel(), "the end");
        assertThat(reader.framesUntilMessage("the end"))
                .filteredOn(frame -> frame.is("MESSAGE_CREATE"))
                .hasSize(2);
    }

    @Test
    void anotherTextUnderTheSameNonceIsRefused() {
        var guild = given.guild();
        var request = api.as(guild.owner()).with("nonce", "n-1");
        request.with("content", "hello").post(MESSAGES, guild.channel()).expect(201);

        request.with("content", "good-bye").post(MESSAGES, guild.channel()).expectError(409, "nonce_reused");
        request.with("content", " hello ").post(MESSAGES, guild.channel()).expect(200);
    }

    @Test
    void aNonceBelongsToItsAuthorAndChannel() {
        var guild = given.guild();
        var other = given.channel(guild, "other");
        var member = guild.member();

        api.as(guild.owner())
                .with("nonce", "n")
                .with("content", "1")
                .post(MESSAGES, guild.channel())
                .expect(201);
        api.as(guild.owner())
                .with("nonce", "n")
                .with("content", "2")
                .post(MESSAGES, other.id())
                .expect(201);
        api.as(member)
                .with("nonce", "n")
                .with("content", "3")
                .post(MESSAGES, guild.channel())
                .expect(201);
    }

    @Test
    void aRepeatAfterAnEditGivesTheMessageAsItIsNow() {
        var guild = given.guild();
        var request = api.as(guild.owner()).with("content", "hello").with("nonce", "n-1");
        var id = request.post(MESSAGES, guild.channel()).expect(201).data().text("id");
        api.as(guild.owner())
                .with("content", "changed")
                .patch(MESSAGES + "/{}", guild.channel(), id)
                .expect(200);

        var repeat = request.post(MESSAGES, guild.channel()).expect(200).data();

        assertThat(repeat.text("id")).isEqualTo(id);
        assertThat(repeat.text("content")).isEqualTo("changed");
    }

    @Test
    void aRepeatAfterTheDeletionBringsNothingBack() {
        var guild = given.guild();
        var request = api.as(guild.owner()).with("content", "hello").with("nonce", "n-1");
        var id = request.post(MESSAGES, guild.channel()).expect(201).data().text("id");
        api.as(guild.owner()).delete(MESSAGES + "/{}", guild.channel(), id).expect(204);

        request.post(MESSAGES, guild.channel()).expectError(404, "message_not_found");

        assertThat(api.as(guild.owner())
                        .get(MESSAGES, guild.channel())
                        .expect(200)
                        .data()
                        .list())
                .isEmpty();
    }
}
