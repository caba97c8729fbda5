// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amityvox.server.app.Audit;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class ChannelChangeApiTest extends ServerTest {
    private static final String CHANNEL = "/api/v1/channels/{}";
    private static final String CHANNELS = "/api/v1/guilds/{}/channels";
    private static final String OVERRIDE = "/api/v1/channels/{}/permissions/{}";

    @Test
    void whoMayChangeAChannelChangesItForAll() {
        var guild = given.guild();
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        var reader = server.connect(guild.member());

        var changed = api.as(builder)
                .with("name", " square ")
                .with("topic", " Everything ")
                .with("slowmode_seconds", 60)
                .patch(CHANNEL, guild.channel())
                .expect(200)
                .data();

        assertThat(changed.text("name")).isEqualTo("square");
        assertThat(changed.text("topic")).isEqualTo("Everything");
        assertThat(changed.number("slowmode_seconds")).isEqualTo(60);
        assertThat(reader.await("CHANNEL_UPDATE").d()).isEqualTo(changed);
        var entry = Audit.last(server, guild);
        assertThat(entry.action()).isEqualTo("channel_updated");
        assertThat(entry.actorId()).isEqualTo(builder.id().value());
        assertThat(entry.before().keys()).containsExactlyInAnyOrder("name", "topic", "slowmode_seconds");
        assertThat(entry.before().text("name")).isEqualTo("general");
        assertThat(entry.after().text("name")).isEqualTo("square");
    }

    @Test
    void whatIsAbsentStaysAndNullClears() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        me.with("topic", "For now").patch(CHANNEL, guild.channel()).expect(200);

        var renamed = me.with("name", "square")
                .patch(CHANNEL, guild.channel())
                .expect(200)
                .data();
        var cleared = me.with("topic", null)
                .patch(CHANNEL, guild.channel())
                .expect(200)
                .data();

        assertThat(renamed.text("topic")).isEqualTo("For now");
        assertThat(cleared.has("topic")).isFalse();
        assertThat(cleared.text("name")).isEqualTo("square");
    }

    @Test
    void whatChangesNothingIsToldToNobody() {
        var guild = given.guild();
        var reader = server.connect(guild.member());

        api.as(guild.owner())
                .with("name", "general")
                .patch(CHANNEL, guild.channel())
                .expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
        assertThat(Audit.of(server, guild)).isEmpty();
    }

    @Test
    void changingAndDeletingTakeThePermission() {
        var guild = given.guild();
        var member = api.as(guild.member());
        var stranger = api.as(given.person());

        member.with("name", "mine")
                .patch(CHANNEL, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_channels");
        member.delete(CHANNEL, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_channels");
        stranger.with("name", "mine").patch(CHANNEL, guild.channel()).expectError(404, "channel_not_found");
        stranger.delete(CHANNEL, guild.channel()).expectError(404, "channel_not_found");
    }

    @Test
    void allFaultsOfAChangeAreNamedTogether() {
        var guild = given.guild();

        api.as(guild.owner())
                .with("name", "a\nb")
                .with("topic", "x".repeat(1025))
                .with("slowmode_seconds", -1)
                .patch(CHANNEL, guild.channel())
                .faults("name", "topic", "slowmode_seconds");
        api.as(guild.owner())
                .with("category_id", "nonsense")
                .patch(CHANNEL, guild.channel())
                .faults("category_id");
    }

    @Test
    void aChannelKeepsItsOverridesInAnotherCategory() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Quiet");
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of("send_messages"))
                .put(OVERRIDE, category, guild.id())
                .expect(200);
        var reader = server.connect(member);

        var moved = api.as(guild.owner())
                .with("category_id", category)
                .patch(CHANNEL, guild.channel())
                .expect(200)
                .data();

        assertThat(moved.text("category_id")).isEqualTo(category.value());
        given.message(member, guild.channel(), "still here");
        var told = reader.framesUntilMessage("still here");
        assertThat(told)
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_ACCESS_UPDATE", "CHANNEL_UPDATE", "MESSAGE_CREATE");
        assertThat(told.getFirst().d().text("channels", 0, "category_id")).isEqualTo(category.value());
    }

    @Test
    void movingTakesThePermissionInTheNewCategoryToo() {
        var guild = given.guild();
        var category = given.category(guild, "Plans");
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        api.as(guild.owner())
                .with("target_type", "user")
                .with("permissions_deny", List.of("manage_channels"))
                .put(OVERRIDE, category, builder)
                .expect(200);

        api.as(builder)
                .with("category_id", category)
                .patch(CHANNEL, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_channels");
        api.as(builder)
                .with("category_id", guild.channel())
                .patch(CHANNEL, guild.channel())
                .faults("category_id");
    }

    @Test
    void aCategoryLiesInNoOther() {
        var guild = given.guild();
        var outer = given.category(guild, "Outer");
        var inner = given.category(guild, "Inner");

        api.as(guild.owner())
                .with("category_id", outer)
                .with("topic", "x")
                .with("slowmode_seconds", 5)
                .patch(CHANNEL, inner)
                .faults("category_id", "topic", "slowmode_seconds");
    }

    @Test
    void aDeletedChannelIsGoneForEverybody() {
        var guild = given.guild();
        var member = guild.member();
        var doomed = given.channel(guild, "doomed").id();
        var message = given.message(member, doomed, "hello");
        var reader = server.connect(member);

        api.as(guild.owner()).delete(CHANNEL, doomed).expect(204);

        var told = reader.await("CHANNEL_DELETE").d();
        assertThat(told.text("channel_id")).isEqualTo(doomed.value());
        assertThat(told.text("guild_id")).isEqualTo(guild.id().value());
        assertThat(reader.await("GUILD_ACCESS_UPDATE").d().at("channels").texts("name"))
                .containsExactly("general");
        for (var person : List.of(member, guild.owner())) {
            var me = api.as(person);
            me.get(CHANNEL, doomed).expectError(404, "channel_not_found");
            me.delete(CHANNEL, doomed).expectError(404, "channel_not_found");
            me.get(CHANNEL + "/messages", doomed).expectError(404, "channel_not_found");
            me.with("content", "hello?").post(CHANNEL + "/messages", doomed).expectError(404, "channel_not_found");
            me.with("content", "hm")
                    .patch(CHANNEL + "/messages/{}", doomed, message)
                    .expectError(404, "channel_not_found");
            me.delete(CHANNEL + "/messages/{}", doomed, message).expectError(404, "channel_not_found");
            me.get(CHANNEL + "/permissions", doomed).expectError(404, "channel_not_found");
            assertThat(me.get(CHANNELS, guild.id()).expect(200).data().list()).hasSize(1);
        }
        var entry = Audit.last(server, guild);
        assertThat(entry.action()).isEqualTo("channel_deleted");
        assertThat(entry.targetName()).isEqualTo("doomed");
        assertThat(entry.before().text("name")).isEqualTo("doomed");
        assertThat(entry.after().value()).isNull();
    }

    @Test
    void theChannelsOfADeletedCategoryStayWithTheirOverrides() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Quiet");
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of("send_messages"))
                .put(OVERRIDE, category, guild.id())
                .expect(200);
        var channel = given.channelIn(guild, category, "library");
        var reader = server.connect(member);

        api.as(guild.owner()).delete(CHANNEL, category).expect(204);

        var shown = api.as(member).get(CHANNEL, channel).expect(200).data();
        assertThat(shown.has("category_id")).isFalse();
        api.as(member)
                .with("content", "psst")
                .post(CHANNEL + "/messages", channel)
                .expectError(403, "missing_permission");
        assertThat(reader.await("CHANNEL_DELETE").d().text("channel_id")).isEqualTo(category.value());
        var view = reader.await("GUILD_ACCESS_UPDATE").d();
        assertThat(view.at("channels").texts("name")).containsExactly("general", "library");
        assertThat(view.at("channels", 1).has("category_id")).isFalse();
    }
}
