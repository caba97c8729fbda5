// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.amityvox.server.app.Audit;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class ChannelOrderApiTest extends ServerTest {
    private static final String CHANNELS = "/api/v1/guilds/{}/channels";
    private static final String OVERRIDE = "/api/v1/channels/{}/permissions/{}";

    @Test
    void everybodyGetsTheNewOrder() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        var reader = server.connect(guild.member());

        var ordered = api.as(builder)
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expect(200)
                .data();

        assertThat(ordered.texts("name")).containsExactly("plans", "general");
        assertThat(reader.await("GUILD_ACCESS_UPDATE").d().at("channels").texts("name"))
                .containsExactly("plans", "general");
        var entry = Audit.last(server, guild);
        assertThat(entry.action()).isEqualTo("channels_ordered");
        assertThat(entry.targetId()).isEqualTo(guild.id().value());
        assertThat(entry.before().at("channels").texts("name")).containsExactly("general", "plans");
        assertThat(entry.after().at("channels").texts("name")).containsExactly("plans", "general");
    }

    @Test
    void channelsGoIntoACategoryAndOutOfIt() {
        var guild = given.guild();
        var category = given.category(guild, "Plans");
        var me = api.as(guild.owner());

        var inside = me.withBody(moves(move(guild.channel(), 1, "\"" + category.value() + "\"")))
                .patch(CHANNELS, guild.id())
                .expect(200)
                .data();
        var kept = me.withBody(moves(move(guild.channel(), 0)))
                .patch(CHANNELS, guild.id())
                .expect(200)
                .data();
        var outside = me.withBody(moves(move(guild.channel(), 0, "null")))
                .patch(CHANNELS, guild.id())
                .expect(200)
                .data();

        assertThat(inside.texts("name")).containsExactly("Plans", "general");
        assertThat(inside.text(1, "category_id")).isEqualTo(category.value());
        assertThat(kept.text(0, "category_id")).isEqualTo(category.value());
        assertThat(outside.at(0).has("category_id")).isFalse();
    }

    @Test
    void thePresentOrderIsToldToNobody() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();
        var reader = server.connect(guild.member());
        var entries = Audit.of(server, guild).size();

        api.as(guild.owner())
                .withBody(moves(move(guild.channel(), 0), move(plans, 1)))
                .patch(CHANNELS, guild.id())
                .expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
        assertThat(Audit.of(server, guild)).hasSize(entries);
    }

    @Test
    void hiddenChannelsKeepTheirPlaceAndAreNeverNamed() {
        var guild = given.guild();
        var hidden = given.channel(guild, "secret").id();
        deny(guild, hidden, "view_channel");
        var plans = given.channel(guild, "plans").id();
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);

        var reply = api.as(builder)
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expect(200);

        assertThat(reply.data().texts("name")).containsExactly("plans", "general");
        assertThat(reply.body()).doesNotContain("secret").doesNotContain(hidden.value());
        assertThat(names(guild.owner(), guild)).containsExactly("plans", "secret", "general");
        api.as(builder)
                .withBody(moves(move(hidden, 0)))
                .patch(CHANNELS, guild.id())
                .expectError(404, "channel_not_found");
    }

    @Test
    void everyChannelWhosePlaceChangesTakesThePermission() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();
        var last = given.channel(guild, "last").id();
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        api.as(guild.owner())
                .with("target_type", "user")
                .with("permissions_deny", List.of("manage_channels"))
                .put(OVERRIDE, guild.channel(), builder)
                .expect(200);

        api.as(builder)
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_channels");
        api.as(builder)
                .withBody(moves(move(last, 1)))
                .patch(CHANNELS, guild.id())
                .expect(200);
        assertThat(names(guild.owner(), guild)).containsExactly("general", "last", "plans");
    }

    @Test
    void aCategoryTakesThePermissionAndMustBeOne() {
        var guild = given.guild();
        var category = given.category(guild, "Plans");
        var builder = guild.memberWith(Permission.MANAGE_CHANNELS);
        api.as(guild.owner())
                .with("target_type", "user")
                .with("permissions_deny", List.of("manage_channels"))
                .put(OVERRIDE, category, builder)
                .expect(200);

        api.as(builder)
                .withBody(moves(move(guild.channel(), 0, "\"" + category.value() + "\"")))
                .patch(CHANNELS, guild.id())
                .expectError(403, "missing_permission");
        api.as(guild.owner())
                .withBody(moves(move(guild.channel(), 0, "\"" + guild.channel().value() + "\"")))
                .patch(CHANNELS, guild.id())
                .faults("[0].category_id");
        api.as(guild.owner())
                .withBody(moves(move(category, 0, "\"" + category.value() + "\"")))
                .patch(CHANNELS, guild.id())
                .faults("[0].category_id");
    }

    @Test
    void whatIsNoOrderIsRefused() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();
        var me = api.as(guild.owner());

        me.withBody("[]").patch(CHANNELS, guild.id()).faults("");
        me.withBody("[{}]").patch(CHANNELS, guild.id()).faults("[0].id", "[0].position");
        me.withBody(moves(move(plans, -1))).patch(CHANNELS, guild.id()).faults("[0].position");
        me.withBody(moves(move(plans, 0), move(plans, 1)))
                .patch(CHANNELS, guild.id())
                .faults("[1].id");
        me.withBody(moves(move(plans, 0), move(guild.channel(), 0)))
                .patch(CHANNELS, guild.id())
                .faults("[1].position");
    }

    @Test
    void membersAndStrangersOrderNothing() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();

        api.as(guild.member())
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expectError(403, "missing_permission");
        api.as(given.person())
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expectError(404, "guild_not_found");
    }

    @Test
    void whoComesBackGetsTheOrderAsItIs() {
        var guild = given.guild();
        var plans = given.channel(guild, "plans").id();
        var reader = guild.member();
        var socket = server.connect(reader);
        socket.close();
        api.as(guild.owner())
                .withBody(moves(move(plans, 0)))
                .patch(CHANNELS, guild.id())
                .expect(200);
        server.settle();

        var again = server.socket();
        again.resume(reader, socket.sessionId(), socket.cursor());

        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        assertThat(frames).extracting(GatewayFrame::t).containsExactly("GUILD_ACCESS_UPDATE", "RESUMED");
        assertThat(frames.getFirst().d().at("channels").texts("name")).containsExactly("plans", "general");
    }

    private void deny(World guild, ChannelId channel, String permission) {
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of(permission))
                .put(OVERRIDE, channel, guild.id())
                .expect(200);
    }

    private List<String> names(Person person, World guild) {
        return api.as(person).get(CHANNELS, guild.id()).expect(200).data().texts("name");
    }

    private static String moves(String... moves) {
        return Arrays.stream(moves).collect(Collectors.joining(",", "[", "]"));
    }

    private static String move(ChannelId channel, int position) {
        return "{\"id\":\"%s\",\"position\":%d}".formatted(channel.value(), position);
    }

    private static String move(ChannelId channel, int position, String category) {
        return "{\"id\":\"%s\",\"position\":%d,\"category_id\":%s}".formatted(channel.value(), position, category);
    }
}
