// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Audit;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class OverrideApiTest extends ServerTest {
    private static final String OVERRIDES = "/api/v1/channels/{}/permissions";
    private static final String OVERRIDE = OVERRIDES + "/{}";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String VIEW_AS = "/api/v1/guilds/{}/view-as";

    @Test
    void anOverrideDecidesAtOnce() {
        var guild = given.guild();
        var member = guild.member();

        var set = role(guild.owner())
                .with("permissions_allow", List.of("manage_messages"))
                .with("permissions_deny", List.of("send_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expect(200)
                .data();

        assertThat(set.text("channel_id")).isEqualTo(guild.channel().value());
        assertThat(set.text("target_type")).isEqualTo("role");
        assertThat(set.text("target_id")).isEqualTo(guild.id().value());
        assertThat(set.at("permissions_allow").value()).isEqualTo(List.of("manage_messages"));
        assertThat(set.at("permissions_deny").value()).isEqualTo(List.of("send_messages"));
        api.as(member)
                .with("content", "hello")
                .post(MESSAGES, guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "send_messages");
        var me = api.as(guild.owner());
        assertThat(me.get(OVERRIDES, guild.channel()).expect(200).data().list()).containsExactly(set);
        assertThat(me.get(OVERRIDE, guild.channel(), guild.id()).expect(200).data())
                .isEqualTo(set);

        me.delete(OVERRIDE, guild.channel(), guild.id()).expect(204);

        api.as(member).with("content", "hello").post(MESSAGES, guild.channel()).expect(201);
        me.get(OVERRIDE, guild.channel(), guild.id()).expectError(404, "override_not_found");
        me.delete(OVERRIDE, guild.channel(), guild.id()).expectError(404, "override_not_found");
        assertThat(me.get(OVERRIDES, guild.channel()).expect(200).data().list()).isEmpty();
        assertThat(Audit.of(server, guild))
                .extracting(Audit.Entry::action)
                .containsExactly("override_set", "override_removed");
        assertThat(Audit.last(server, guild).before().at("permissions_deny").value())
                .isEqualTo(List.of("send_messages"));
        assertThat(Audit.last(server, guild).targetName()).isEqualTo("general");
    }

    @Test
    void anEmptyOverrideIsNone() {
        var guild = given.guild();
        role(guild.owner())
                .with("permissions_deny", List.of("send_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expect(200);

        var emptied = role(guild.owner())
                .put(OVERRIDE, guild.channel(), guild.id())
                .expect(200)
                .data();

        assertThat(emptied.at("permissions_allow").value()).isEqualTo(List.of());
        assertThat(emptied.at("permissions_deny").value()).isEqualTo(List.of());
        api.as(guild.owner()).get(OVERRIDE, guild.channel(), guild.id()).expectError(404, "override_not_found");
    }

    @Test
    void theSameOverrideAgainIsToldToNobody() {
        var guild = given.guild();
        var set = role(guild.owner()).with("permissions_deny", List.of("send_messages"));
        set.put(OVERRIDE, guild.channel(), guild.id()).expect(200);
        var entries = Audit.of(server, guild).size();
        var reader = server.connect(guild.member());

        set.put(OVERRIDE, guild.channel(), guild.id()).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
        assertThat(Audit.of(server, guild)).hasSize(entries);
    }

    @Test
    void theBodyIsLookedAtWhole() {
        var guild = given.guild();

        api.as(guild.owner())
                .with("target_type", "channel")
                .with("permissions_allow", List.of("fly", "kick_members", "send_messages"))
                .with("permissions_deny", List.of("administrator", "send_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .faults(
                        "target_type",
                        "permissions_allow",
                        "permissions_allow",
                        "permissions_deny",
                        "permissions_deny");
        api.as(guild.owner())
                .withBody("{}")
                .put(OVERRIDE, guild.channel(), guild.id())
                .faults("target_type");
    }

    @Test
    void theTargetMustBeOfThisGuild() {
        var guild = given.guild();
        var other = given.guild();
        var stranger = given.person();

        role(guild.owner()).put(OVERRIDE, guild.channel(), other.id()).expectError(404, "role_not_found");
        role(guild.owner()).put(OVERRIDE, guild.channel(), "nonsense").expectError(404, "role_not_found");
        role(guild.owner()).put(OVERRIDE, guild.channel(), guild.owner()).expectError(404, "role_not_found");
        user(guild.owner()).put(OVERRIDE, guild.channel(), stranger).expectError(404, "member_not_found");
        user(guild.owner()).put(OVERRIDE, guild.channel(), guild.id()).expectError(404, "member_not_found");
        api.as(guild.owner()).get(OVERRIDE, guild.channel(), "nonsense").expectError(404, "override_not_found");
        api.as(guild.owner()).delete(OVERRIDE, guild.channel(), "nonsense").expectError(404, "override_not_found");
    }

    @Test
    void overridesTakeThePermissionInTheChannel() {
        var guild = given.guild();
        var member = guild.member();
        var stranger = api.as(given.person());

        for (var reply : List.of(
                api.as(member).get(OVERRIDES, guild.channel()),
                api.as(member).get(OVERRIDE, guild.channel(), guild.id()),
                role(member).put(OVERRIDE, guild.channel(), guild.id()),
                api.as(member).delete(OVERRIDE, guild.channel(), guild.id()))) {
            reply.expectError(403, "missing_permission").detail("permission", "manage_permissions");
        }
        stranger.get(OVERRIDES, guild.channel()).expectError(404, "channel_not_found");
        role(given.person()).put(OVERRIDE, guild.channel(), guild.id()).expectError(404, "channel_not_found");

        allow(guild, guild.channel(), member, "manage_permissions");
        api.as(member).get(OVERRIDES, guild.channel()).expect(200);
        api.as(member).get(OVERRIDES, given.channel(guild, "plans").id()).expectError(403, "missing_permission");
    }

    @Test
    void nobodyReachesARoleOrAMemberAtTheirOwnRankOrAbove() {
        var guild = given.guild();
        var lower = guild.role("lower");
        var below = guild.memberWith();
        var moderator = guild.memberWith(Permission.MANAGE_PERMISSIONS, Permission.MANAGE_MESSAGES);
        var higher = guild.role("higher");
        var above = guild.memberWith();
        var own = api.as(moderator);
        var ownRole = roleOf(guild, moderator);

        role(moderator).put(OVERRIDE, guild.channel(), lower).expect(200);
        role(moderator).put(OVERRIDE, guild.channel(), guild.id()).expect(200);
        user(moderator).put(OVERRIDE, guild.channel(), below).expect(200);
        user(moderator).put(OVERRIDE, guild.channel(), moderator).expect(200);
        role(moderator).put(OVERRIDE, guild.channel(), ownRole).expectError(403, "role_hierarchy");
        role(moderator).put(OVERRIDE, guild.channel(), higher).expectError(403, "role_hierarchy");
        user(moderator).put(OVERRIDE, guild.channel(), above).expectError(403, "role_hierarchy");
        user(moderator).put(OVERRIDE, guild.channel(), guild.owner()).expectError(403, "role_hierarchy");

        role(guild.owner())
                .with("permissions_allow", List.of("manage_messages"))
                .put(OVERRIDE, guild.channel(), higher)
                .expect(200);
        own.delete(OVERRIDE, guild.channel(), higher).expectError(403, "role_hierarchy");
        allow(guild, guild.channel(), above, "manage_messages");
        own.delete(OVERRIDE, guild.channel(), above).expectError(403, "role_hierarchy");
    }

    @Test
    void nobodyOpensWhatTheyLack() {
        var guild = given.guild();
        var moderator = guild.memberWith(Permission.MANAGE_PERMISSIONS);
        role(guild.owner())
                .with("permissions_deny", List.of("manage_messages", "read_history"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expect(200);

        role(moderator)
                .with("permissions_allow", List.of("manage_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expectError(403, "cannot_escalate")
                .detail("permissions", List.of("read_history", "manage_messages"));
        user(moderator)
                .with("permissions_allow", List.of("manage_channels"))
                .put(OVERRIDE, guild.channel(), moderator)
                .expectError(403, "cannot_escalate")
                .detail("permissions", List.of("manage_channels"));
        api.as(moderator)
                .delete(OVERRIDE, guild.channel(), guild.id())
                .expectError(403, "cannot_escalate")
                .detail("permissions", List.of("read_history", "manage_messages"));
        role(moderator)
                .with("permissions_deny", List.of("manage_messages", "read_history", "send_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expect(200);
    }

    @Test
    void channelsInStepFollowTheirCategory() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Plans");
        deny(guild, category, "read_history");
        var follows = given.channelIn(guild, category, "follows");
        var differs = given.channelIn(guild, category, "differs");
        deny(guild, differs, "send_messages");

        deny(guild, category, "send_messages", "read_history");

        assertThat(permissions(member, follows)).doesNotContain("send_messages", "read_history");
        assertThat(permissions(member, differs)).contains("read_history").doesNotContain("send_messages");
        assertThat(Audit.last(server, guild).after().at("channel_ids").value()).isEqualTo(List.of(follows.value()));

        api.as(guild.owner()).delete(OVERRIDE, category, guild.id()).expect(204);

        assertThat(permissions(member, follows)).contains("send_messages", "read_history");
        assertThat(permissions(member, differs)).contains("read_history").doesNotContain("send_messages");
    }

    @Test
    void anOverrideOfAChannelIsNotOneOfItsCategory() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Plans");
        var one = given.channelIn(guild, category, "one");
        var two = given.channelIn(guild, category, "two");

        deny(guild, one, "send_messages");

        assertThat(permissions(member, one)).doesNotContain("send_messages");
        assertThat(permissions(member, two)).contains("send_messages");
        assertThat(permissions(member, category)).contains("send_messages");
    }

    @Test
    void onlyThoseWhomItConcernsAreTold() {
        var guild = given.guild();
        var concerned = guild.member();
        var other = guild.member();
        var told = server.connect(concerned);
        var untold = server.connect(other);
        // What a session was told last is known from its second change on.
        deny(guild, guild.channel(), "manage_messages");
        told.await("GUILD_ACCESS_UPDATE");
        untold.await("GUILD_ACCESS_UPDATE");

        allow(guild, guild.channel(), concerned, "manage_channels");
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(told.framesUntilMessage("the end"))
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_ACCESS_UPDATE", "MESSAGE_CREATE");
        assertThat(untold.framesUntilMessage("the end"))
                .extracting(GatewayFrame::t)
                .containsExactly("MESSAGE_CREATE");
    }

    @Test
    void aChannelHasTwoHundredFiftyOverridesAtMost() {
        var guild = given.guild();
        server.db()
                .useTransaction(
                        tx -> tx.sql("""
                        INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow,
                                                       permissions_deny)
                        SELECT :channel, 'user', '01J' || lpad(n::text, 23, '0'), 0, 1
                          FROM generate_series(1, 250) AS n
                        """).bind("channel", guild.channel()).update());

        role(guild.owner())
                .with("permissions_deny", List.of("send_messages"))
                .put(OVERRIDE, guild.channel(), guild.id())
                .expectError(409, "override_limit_reached")
                .detail("limit", 250);
    }

    @Test
    void theGuildIsShownAsThoseWithOneRoleHaveIt() {
        var guild = given.guild();
        var helper = guild.role("helper", Permission.MANAGE_MESSAGES);
        var hidden = given.channel(guild, "hidden").id();
        deny(guild, hidden, "view_channel");
        var open = given.channel(guild, "helpers").id();
        deny(guild, open, "view_channel");
        role(guild.owner())
                .with("permissions_allow", List.of("view_channel"))
                .put(OVERRIDE, open, helper)
                .expect(200);
        var manager = guild.memberWith(Permission.MANAGE_ROLES);

        var asHelper = api.as(guild.owner())
                .get(VIEW_AS + "?role_id={}", guild.id(), helper)
                .expect(200)
                .data();
        var asEveryone =
                api.as(guild.owner()).get(VIEW_AS, guild.id()).expect(200).data();
        var byManager = api.as(manager)
                .get(VIEW_AS + "?role_id={}", guild.id(), helper)
                .expect(200)
                .data();

        assertThat(asHelper.text("guild_id")).isEqualTo(guild.id().value());
        assertThat(asHelper.at("channels").texts("name")).containsExactly("general", "helpers");
        assertThat(String.valueOf(asHelper.at("permissions").value())).contains("manage_messages");
        assertThat(asEveryone.at("channels").texts("name")).containsExactly("general");
        assertThat(String.valueOf(asEveryone.at("permissions").value())).doesNotContain("manage_messages");
        // Whoever asks is not shown what they do not see themselves.
        assertThat(byManager.at("channels").texts("name")).containsExactly("general");
    }

    @Test
    void viewingAsAnotherTakesThePermissionAndARole() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        me.get(VIEW_AS + "?role_id=nonsense", guild.id()).faults("role_id");
        me.get(VIEW_AS + "?role_id={}", guild.id(), given.guild().id()).expectError(404, "role_not_found");
        api.as(guild.member())
                .get(VIEW_AS + "?role_id={}", guild.id(), guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_roles");
        api.as(given.person())
                .get(VIEW_AS + "?role_id={}", guild.id(), guild.id())
                .expectError(404, "guild_not_found");
    }

    private Api role(Person person) {
        return api.as(person).with("target_type", "role");
    }

    private Api user(Person person) {
        return api.as(person).with("target_type", "user");
    }

    private void deny(World guild, ChannelId channel, String... permissions) {
        role(guild.owner())
                .with("permissions_deny", List.of(permissions))
                .put(OVERRIDE, channel, guild.id())
                .expect(200);
    }

    private void allow(World guild, ChannelId channel, Person person, String... permissions) {
        user(guild.owner())
                .with("permissions_allow", List.of(permissions))
                .put(OVERRIDE, channel, person)
                .expect(200);
    }

    private List<String> permissions(Person person, ChannelId channel) {
        return api.as(person).get("/api/v1/channels/{}", channel).expect(200).data().list("permissions").stream()
                .map(name -> String.valueOf(name.value()))
                .toList();
    }

    private String roleOf(World guild, Person person) {
        return api.as(person).get("/api/v1/guilds/{}/members", guild.id()).expect(200).data().list().stream()
                .filter(member -> member.text("user", "id").equals(person.id().value()))
                .map(member -> String.valueOf(member.at("role_ids", 0).value()))
                .findFirst()
                .orElseThrow();
    }
}
