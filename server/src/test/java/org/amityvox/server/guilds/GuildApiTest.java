// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.junit.jupiter.api.Test;

class GuildApiTest extends ServerTest {
    private static final String GUILDS = "/api/v1/guilds";
    private static final String GUILD = "/api/v1/guilds/{}";
    private static final String MEMBERS = "/api/v1/guilds/{}/members";
    private static final String NOWHERE = "01J00000000000000000000000";

    @Test
    void aNewGuildHasItsOwnerAndAPlaceToTalk() {
        var owner = given.person();

        var guild = api.as(owner)
                .with("name", "  Village ")
                .post(GUILDS)
                .expect(201)
                .data();

        assertThat(guild.keys()).containsExactlyInAnyOrder("id", "name", "owner_id", "member_count", "created_at");
        assertThat(guild.text("name")).isEqualTo("Village");
        assertThat(guild.text("owner_id")).isEqualTo(owner.id().value());
        assertThat(guild.at("member_count").value()).isEqualTo(1);
        assertThat(api.as(owner).get(GUILD, guild.text("id")).expect(200).data().value())
                .isEqualTo(guild.value());
        var channels = api.as(owner)
                .get(GUILD + "/channels", guild.text("id"))
                .expect(200)
                .data();
        assertThat(channels.texts("name")).containsExactly("general");
        assertThat(channels.at(0, "permissions").list()).isNotEmpty();
    }

    @Test
    void aNameIsOneLineOfAtMostAHundredCharacters() {
        var me = api.as(given.person());

        me.withBody("{}").post(GUILDS).faults("name");
        me.with("name", "   ").post(GUILDS).faults("name");
        me.with("name", "x".repeat(101)).post(GUILDS).faults("name");
        me.with("name", "two\nlines").post(GUILDS).faults("name");
        me.with("name", "x".repeat(100)).post(GUILDS).expect(201);
    }

    @Test
    void aRepeatUnderANonceMakesNoSecondGuild() {
        var owner = given.person();
        var request = api.as(owner).with("name", "Village").with("nonce", "n-1");
        var first = request.post(GUILDS).expect(201).data();

        assertThat(request.post(GUILDS).expect(200).data().value()).isEqualTo(first.value());
        request.with("name", "Town").post(GUILDS).expectError(409, "nonce_reused");
        assertThat(ids(owner)).containsExactly(first.text("id"));
    }

    @Test
    void manyRepeatsAtOnceMakeOneGuild() {
        var owner = given.person();
        var request = api.as(owner).with("name", "Village").with("nonce", "n-1");

        var replies = Together.run(30, _ -> request.post(GUILDS));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(29);
        assertThat(replies.stream().map(reply -> reply.data().text("id")).distinct())
                .hasSize(1);
        assertThat(ids(owner)).hasSize(1);
    }

    @Test
    void aNonceBelongsToWhoUsedIt() {
        api.as(given.person())
                .with("name", "Village")
                .with("nonce", "n-1")
                .post(GUILDS)
                .expect(201);
        api.as(given.person())
                .with("name", "Town")
                .with("nonce", "n-1")
                .post(GUILDS)
                .expect(201);
    }

    @Test
    void aNonceHasAtMostSixtyFourCharacters() {
        var me = api.as(given.person()).with("name", "Village");

        me.with("nonce", "").post(GUILDS).faults("nonce");
        me.with("nonce", "x".repeat(65)).post(GUILDS).faults("nonce");
        me.with("nonce", "x".repeat(64)).post(GUILDS).expect(201);
    }

    @Test
    void onePersonIsInAHundredGuildsAtMost() {
        var person = given.person();
        for (var i = 0; i < GuildService.MAX_GUILDS; i++) {
            var invite = given.invite(given.guild());
            api.as(person).post("/api/v1/invites/{}", invite.code()).expect(200);
        }

        api.as(person)
                .with("name", "One too many")
                .post(GUILDS)
                .expectError(409, "guild_limit_reached")
                .detail("limit", 100);
        var invite = given.invite(given.guild());
        api.as(person).post("/api/v1/invites/{}", invite.code()).expectError(409, "guild_limit_reached");
    }

    @Test
    void onePersonOwnsTwentyGuildsAtMost() {
        var person = given.person();
        for (var i = 0; i < GuildService.MAX_OWNED_GUILDS; i++) {
            given.guild(person);
        }

        api.as(person)
                .with("name", "One too many")
                .post(GUILDS)
                .expectError(409, "owned_guild_limit_reached")
                .detail("limit", 20);
        var invite = given.invite(given.guild());
        api.as(person).post("/api/v1/invites/{}", invite.code()).expect(200);
    }

    @Test
    void aStrangerFindsNothing() {
        var guild = given.guild();
        var stranger = api.as(given.person());

        stranger.get(GUILD, guild.id()).expectError(404, "guild_not_found");
        stranger.get(MEMBERS, guild.id()).expectError(404, "guild_not_found");
        stranger.get(GUILD, NOWHERE).expectError(404, "guild_not_found");
        stranger.get(GUILD, "no-id").expectError(404, "guild_not_found");
        stranger.get(GUILD, guild.id().value().toLowerCase(Locale.ROOT)).expectError(404, "guild_not_found");
    }

    @Test
    void membersComePageByPageInTheOrderOfTheirIds() {
        var guild = given.guild();
        for (var i = 0; i < 4; i++) {
            guild.member();
        }
        var me = api.as(guild.owner());

        var all = me.get(MEMBERS, guild.id()).expect(200).data();
        var first = me.get(MEMBERS + "?limit=3", guild.id()).expect(200).data();
        var last = first.text(2, "user", "id");
        var second = me.get(MEMBERS + "?limit=3&after=" + last, guild.id())
                .expect(200)
                .data();

        var ids = all.list().stream().map(member -> member.text("user", "id")).toList();
        assertThat(ids).hasSize(5).isSorted();
        assertThat(first.list()).isEqualTo(all.list().subList(0, 3));
        assertThat(second.list()).isEqualTo(all.list().subList(3, 5));
        assertThat(all.at(0).keys()).containsExactlyInAnyOrder("guild_id", "user", "role_ids", "joined_at");
    }

    @Test
    void aBadPageOfMembersIsToldWhatIsWrong() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        me.get(MEMBERS + "?limit=0&after=nobody", guild.id()).faults("limit", "after");
        me.get(MEMBERS + "?limit=1001", guild.id()).faults("limit");
        me.get(MEMBERS + "?limit=1000", guild.id()).expect(200);
    }

    private List<String> ids(Person person) {
        return server.connect(person).ready().at("guilds").texts("id");
    }
}
