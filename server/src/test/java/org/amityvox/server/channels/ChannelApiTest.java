// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.junit.jupiter.api.Test;

class ChannelApiTest extends ServerTest {
    private static final String CHANNELS = "/api/v1/guilds/{}/channels";

    @Test
    void aNewChannelIsTheLowestInTheList() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        var made = me.with("name", " plans ")
                .with("type", "text")
                .with("topic", " For later ")
                .post(CHANNELS, guild.id())
                .expect(201)
                .data();

        assertThat(made.keys())
                .containsExactlyInAnyOrder(
                        "id", "guild_id", "type", "name", "topic", "position", "slowmode_seconds", "created_at");
        assertThat(made.text("name")).isEqualTo("plans");
        assertThat(made.text("topic")).isEqualTo("For later");
        assertThat(made.text("type")).isEqualTo("text");
        var listed = me.get(CHANNELS, guild.id()).expect(200).data();
        assertThat(listed.texts("name")).containsExactly("general", "plans");
        assertThat(listed.at(1, "id").value()).isEqualTo(made.at("id").value());
    }

    @Test
    void theListSaysWhatTheReaderMayDo() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL, Permission.READ_HISTORY);
        var member = guild.member();

        var own = api.as(guild.owner()).get(CHANNELS, guild.id()).expect(200).data();
        var theirs = api.as(member).get(CHANNELS, guild.id()).expect(200).data();

        assertThat(theirs.at(0, "permissions").value()).isEqualTo(List.of("view_channel", "read_history"));
        assertThat(own.at(0, "permissions").list()).hasSize(Permission.values().length);
    }

    @Test
    void whatOneMayNotViewIsNotInTheList() {
        var guild = given.guildAllowing(Permission.CREATE_INVITES);
        var member = guild.member();

        assertThat(api.as(member).get(CHANNELS, guild.id()).expect(200).data().list())
                .isEmpty();
        assertThat(api.as(guild.owner())
                        .get(CHANNELS, guild.id())
                        .expect(200)
                        .data()
                        .list())
                .hasSize(1);
    }

    @Test
    void allFaultsAreNamedTogether() {
        var guild = given.guild();

        api.as(guild.owner())
                .with("name", "")
                .with("type", "voice")
                .with("topic", "x".repeat(1025))
                .with("slowmode_seconds", 21_601)
                .with("nonce", "x".repeat(65))
                .post(CHANNELS, guild.id())
                .faults("name", "type", "topic", "slowmode_seconds", "nonce");
    }

    @Test
    void makingOneTakesThePermission() {
        var guild = given.guild();

        api.as(guild.member())
                .with("name", "plans")
                .post(CHANNELS, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_channels");
    }

    @Test
    void aChannelBeginsWithTheOverridesOfItsCategory() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Plans");
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of("send_messages"))
                .put("/api/v1/channels/{}/permissions/{}", category, guild.id())
                .expect(200);

        var made = api.as(guild.owner())
                .with("name", "dates")
                .with("category_id", category)
                .with("slowmode_seconds", 30)
                .post(CHANNELS, guild.id())
                .expect(201)
                .data();

        assertThat(made.text("category_id")).isEqualTo(category.value());
        assertThat(made.number("slowmode_seconds")).isEqualTo(30);
        var theirs = api.as(member).get(CHANNELS, guild.id()).expect(200).data();
        assertThat(theirs.texts("name")).containsExactly("general", "Plans", "dates");
        assertThat(String.valueOf(theirs.at(2, "permissions").value()))
                .contains("read_history")
                .doesNotContain("send_messages");
    }

    @Test
    void makingOneInACategoryTakesThePermissionThere() {
        var guild = given.guild();
        var category = given.category(guild, "Plans");
        var builder = guild.member();
        api.as(guild.owner())
                .with("target_type", "user")
                .with("permissions_allow", List.of("manage_channels"))
                .put("/api/v1/channels/{}/permissions/{}", category, builder)
                .expect(200);
        var make = api.as(builder).with("name", "dates");

        make.with("category_id", category).post(CHANNELS, guild.id()).expect(201);
        make.post(CHANNELS, guild.id()).expectError(403, "missing_permission").detail("permission", "manage_channels");
        api.as(guild.member())
                .with("name", "dates")
                .with("category_id", category)
                .post(CHANNELS, guild.id())
                .expectError(403, "missing_permission");
    }

    @Test
    void onlyACategoryOfTheGuildThatOneMaySeeIsACategory() {
        var guild = given.guild();
        var hidden = given.category(guild, "Secret");
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of("view_channel"))
                .put("/api/v1/channels/{}/permissions/{}", hidden, guild.id())
                .expect(200);
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        var elsewhere = given.category(given.guild(), "Elsewhere");

        for (var id : List.of(hidden, elsewhere, guild.channel())) {
            api.as(builder)
                    .with("name", "dates")
                    .with("category_id", id)
                    .post(CHANNELS, guild.id())
                    .faults("category_id");
        }
    }

    @Test
    void aCategoryIsNothingButAPlaceForChannels() {
        var guild = given.guild();
        var outer = given.category(guild, "Outer");

        api.as(guild.owner())
                .with("name", "Inner")
                .with("type", "category")
                .with("topic", "What for?")
                .with("slowmode_seconds", 5)
                .with("category_id", outer)
                .post(CHANNELS, guild.id())
                .faults("topic", "slowmode_seconds", "category_id");
    }

    @Test
    void aNonceIsUsedEvenWhenItsChannelIsGone() {
        var guild = given.guild();
        var make = api.as(guild.owner()).with("name", "plans").with("nonce", "n-1");
        var made = make.post(CHANNELS, guild.id()).expect(201).data();
        api.as(guild.owner()).delete("/api/v1/channels/{}", made.text("id")).expect(204);

        make.post(CHANNELS, guild.id()).expectError(409, "nonce_reused");
    }

    @Test
    void oneChannelIsShownWithWhatOneMayDoThere() {
        var guild = given.guild();

        var shown = api.as(guild.member())
                .get("/api/v1/channels/{}", guild.channel())
                .expect(200)
                .data();

        assertThat(shown.text("name")).isEqualTo("general");
        assertThat(shown.at("permissions").value()).isEqualTo(PermissionSet.DEFAULT.names());
        api.as(given.person()).get("/api/v1/channels/{}", guild.channel()).expectError(404, "channel_not_found");
    }

    @Test
    void aStrangerFindsNothing() {
        var guild = given.guild();
        var stranger = api.as(given.person());

        stranger.get(CHANNELS, guild.id()).expectError(404, "guild_not_found");
        stranger.with("name", "plans").post(CHANNELS, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void manyRepeatsAtOnceMakeOneChannel() {
        var guild = given.guild();
        var request = api.as(guild.owner()).with("name", "plans").with("nonce", "n-1");

        var replies = Together.run(30, _ -> request.post(CHANNELS, guild.id()));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(29);
        assertThat(replies.stream().map(reply -> reply.data().value()).distinct())
                .hasSize(1);
        request.with("name", "other").post(CHANNELS, guild.id()).expectError(409, "nonce_reused");
        request.with("topic", "other").post(CHANNELS, guild.id()).expectError(409, "nonce_reused");
        assertThat(api.as(guild.owner())
                        .get(CHANNELS, guild.id())
                        .expect(200)
                        .data()
                        .list())
                .hasSize(2);
    }

    @Test
    void manyChannelsAtOnceHavePlacesOfTheirOwn() {
        var guild = given.guild();

        Together.run(
                10,
                number -> api.as(guild.owner())
                        .with("name", "plans " + number)
                        .post(CHANNELS, guild.id())
                        .expect(201));

        var positions = api.as(guild.owner()).get(CHANNELS, guild.id()).expect(200).data().list().stream()
                .map(channel -> channel.at("position").value())
                .toList();
        assertThat(positions).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void aGuildHasTwoHundredChannelsAtMost() {
        var guild = given.guild();
        server.db()
                .useTransaction(tx -> tx.sql("""
                        INSERT INTO channels (id, guild_id, type, name, position, rights_version, created_by, created_at)
                        SELECT '01J0000000' || lpad(:guild_part || n::text, 16, '0'), :guild, 'text', 'more', n, 1,
                               :owner, now()
                          FROM generate_series(1, 199) AS n
                        """)
                        .bind("guild_part", guild.id().value().substring(14))
                        .bind("guild", guild.id())
                        .bind("owner", guild.owner().id())
                        .update());

        api.as(guild.owner())
                .with("name", "One too many")
                .post(CHANNELS, guild.id())
                .expectError(409, "channel_limit_reached")
                .detail("limit", 200);
    }
}
