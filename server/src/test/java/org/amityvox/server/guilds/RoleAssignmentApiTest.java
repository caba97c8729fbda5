// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

/// Giving roles to members and taking them.
class RoleAssignmentApiTest extends ServerTest {
    private static final String ASSIGNED = "/api/v1/guilds/{}/members/{}/roles/{}";
    private static final String NOWHERE = "01J00000000000000000000000";

    @Test
    void aGivenRoleIsToldAndTakesEffectAtOnce() {
        var guild = given.guild();
        var role = guild.role("Builders", Permission.MANAGE_CHANNELS);
        var member = guild.member();
        var own = server.connect(member);
        var other = server.connect(guild.member());

        api.as(guild.owner()).put(ASSIGNED, guild.id(), member, role).expect(204);

        for (var socket : List.of(own, other)) {
            var told = socket.await("GUILD_MEMBER_UPDATE").d();
            assertThat(told.text("user", "id")).isEqualTo(member.id().value());
            assertThat(told.at("role_ids").value()).isEqualTo(List.of(role.value()));
        }
        assertThat(own.await("GUILD_ACCESS_UPDATE").d().at("permissions").list())
                .extracting(Tree::value)
                .contains("manage_channels");
        makeChannel(member, guild).expect(201);
    }

    @Test
    void aTakenRoleIsToldAndTakesEffectAtOnce() {
        var guild = given.guild();
        var role = guild.role("Builders", Permission.MANAGE_CHANNELS);
        var member = guild.member();
        guild.give(member, role);
        makeChannel(member, guild).expect(201);
        var own = server.connect(member);

        api.as(guild.owner()).delete(ASSIGNED, guild.id(), member, role).expect(204);

        assertThat(own.await("GUILD_MEMBER_UPDATE").d().list("role_ids")).isEmpty();
        assertThat(own.await("GUILD_ACCESS_UPDATE").d().at("permissions").list())
                .extracting(Tree::value)
                .doesNotContain("manage_channels");
        makeChannel(member, guild).expectError(403, "missing_permission");
    }

    @Test
    void givingAndTakingTwiceIsToldOnce() {
        var guild = given.guild();
        var role = guild.role("Builders");
        var member = guild.member();
        var reader = server.connect(guild.owner());
        var me = api.as(guild.owner());

        Together.run(8, _ -> me.put(ASSIGNED, guild.id(), member, role).expect(204));
        given.message(guild.owner(), guild.channel(), "half");
        var first = reader.framesUntilMessage("half");
        Together.run(8, _ -> me.delete(ASSIGNED, guild.id(), member, role).expect(204));
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(first).filteredOn(frame -> frame.is("GUILD_MEMBER_UPDATE")).hasSize(1);
        assertThat(reader.framesUntilMessage("the end"))
                .filteredOn(frame -> frame.is("GUILD_MEMBER_UPDATE"))
                .hasSize(1);
    }

    @Test
    void bothTakeThePermission() {
        var guild = given.guild();
        var role = guild.role("Role");
        var target = guild.member();
        var member = api.as(guild.memberWith(Permission.MANAGE_ROLES));

        member.put(ASSIGNED, guild.id(), target, role)
                .expectError(403, "missing_permission")
                .detail("permission", "assign_roles");
        member.delete(ASSIGNED, guild.id(), target, role).expectError(403, "missing_permission");
    }

    @Test
    void aStrangerFindsNothing() {
        var guild = given.guild();
        var role = guild.role("Role");
        var stranger = given.person();

        api.as(stranger).put(ASSIGNED, guild.id(), stranger, role).expectError(404, "guild_not_found");
        api.as(stranger).delete(ASSIGNED, guild.id(), stranger, role).expectError(404, "guild_not_found");
    }

    @Test
    void whoAndWhatIsNotThereIsNamed() {
        var guild = given.guild();
        var role = guild.role("Role");
        var me = api.as(guild.owner());
        var elsewhere = given.guild(guild.owner()).role("Elsewhere");

        me.put(ASSIGNED, guild.id(), given.person(), role).expectError(404, "member_not_found");
        me.put(ASSIGNED, guild.id(), "nobody", role).expectError(404, "member_not_found");
        me.put(ASSIGNED, guild.id(), guild.owner(), NOWHERE).expectError(404, "role_not_found");
        me.put(ASSIGNED, guild.id(), guild.owner(), "no-id").expectError(404, "role_not_found");
        me.put(ASSIGNED, guild.id(), guild.owner(), elsewhere).expectError(404, "role_not_found");
        me.put(ASSIGNED, guild.id(), guild.owner(), guild.id()).expectError(404, "role_not_found");
        me.delete(ASSIGNED, guild.id(), guild.owner(), guild.id()).expectError(404, "role_not_found");
        me.delete(ASSIGNED, guild.id(), given.person(), role).expectError(404, "member_not_found");
    }

    @Test
    void aRoleAtOrAboveOnesRankIsNeitherGivenNorTaken() {
        var guild = given.guild();
        var low = guild.role("Low");
        var moderator = guild.memberWith(Permission.ADMINISTRATOR);
        var own = roleOf(moderator, guild);
        var high = guild.role("High");
        var target = guild.member();
        var me = api.as(moderator);

        for (var role : List.of(own, high)) {
            me.put(ASSIGNED, guild.id(), target, role).expectError(403, "role_hierarchy");
            me.put(ASSIGNED, guild.id(), moderator, role).expectError(403, "role_hierarchy");
            me.delete(ASSIGNED, guild.id(), moderator, role).expectError(403, "role_hierarchy");
        }
        me.put(ASSIGNED, guild.id(), target, low).expect(204);
        me.put(ASSIGNED, guild.id(), moderator, low).expect(204);
        me.delete(ASSIGNED, guild.id(), moderator, low).expect(204);
    }

    @Test
    void whoIsAtOrAboveOnesRankIsLeftAlone() {
        var guild = given.guild();
        var low = guild.role("Low");
        var moderator = guild.memberWith(Permission.ASSIGN_ROLES);
        var peer = guild.member();
        guild.give(peer, roleOf(moderator, guild));
        var superior = guild.memberWith();
        var me = api.as(moderator);

        for (var target : List.of(peer, superior, guild.owner())) {
            me.put(ASSIGNED, guild.id(), target, low).expectError(403, "role_hierarchy");
            me.delete(ASSIGNED, guild.id(), target, low).expectError(403, "role_hierarchy");
        }
        me.put(ASSIGNED, guild.id(), guild.member(), low).expect(204);
    }

    @Test
    void theOwnerGivesAnything() {
        var guild = given.guild();
        var role = guild.role("Everything", Permission.ADMINISTRATOR);

        api.as(guild.owner()).put(ASSIGNED, guild.id(), guild.owner(), role).expect(204);
        api.as(guild.owner()).delete(ASSIGNED, guild.id(), guild.owner(), role).expect(204);
    }

    @Test
    void nobodyGivesWhatTheyDoNotHave() {
        var guild = given.guild();
        var strong = guild.role("Strong", Permission.BAN_MEMBERS, Permission.KICK_MEMBERS);
        var quiet = guild.role("Quiet");
        api.as(guild.owner())
                .with("permissions_deny", List.of("manage_messages"))
                .patch("/api/v1/guilds/{}/roles/{}", guild.id(), quiet)
                .expect(200);
        var target = guild.member();
        guild.give(target, quiet);
        var moderator = guild.memberWith(Permission.ASSIGN_ROLES, Permission.KICK_MEMBERS);
        var me = api.as(moderator);

        for (var person : List.of(target, moderator)) {
            me.put(ASSIGNED, guild.id(), person, strong)
                    .expectError(403, "cannot_escalate")
                    .detail("permissions", List.of("ban_members"));
        }
        // To take what a role denies is to grant it; to give it is not.
        me.delete(ASSIGNED, guild.id(), target, quiet)
                .expectError(403, "cannot_escalate")
                .detail("permissions", List.of("manage_messages"));
        me.put(ASSIGNED, guild.id(), guild.member(), quiet).expect(204);
        me.delete(ASSIGNED, guild.id(), guild.member(), strong).expect(204);
    }

    @Test
    void nobodyOpensAChannelThatTheyDoNotSeeByWayOfARole() {
        var guild = given.guild();
        var key = guild.role("Key");
        var hidden = given.channel(guild, "cave").id();
        var everyone = new RoleId(guild.id().value());
        override(guild, hidden, everyone, List.of(), List.of("view_channel"));
        override(guild, hidden, key, List.of("view_channel"), List.of());
        var moderator = guild.memberWith(Permission.ASSIGN_ROLES, Permission.MANAGE_ROLES);
        var me = api.as(moderator);

        me.put(ASSIGNED, guild.id(), moderator, key)
                .expectError(403, "cannot_escalate")
                .detail("permissions", List.of("view_channel"));
        me.withBody("[{\"id\":\"%s\",\"position\":1}]".formatted(guild.role("Other")))
                .patch("/api/v1/guilds/{}/roles", guild.id())
                .expectError(403, "role_hierarchy");
        override(guild, hidden, key, List.of(), List.of("send_messages"));
        me.delete("/api/v1/guilds/{}/roles/{}", guild.id(), key).expectError(403, "cannot_escalate");

        override(guild, hidden, everyone, List.of(), List.of());
        me.delete("/api/v1/guilds/{}/roles/{}", guild.id(), key).expect(204);
    }

    private void override(World guild, ChannelId channel, RoleId role, List<String> allow, List<String> deny) {
        var reply = api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_allow", allow)
                .with("permissions_deny", deny)
                .put("/api/v1/channels/{}/permissions/{}", channel, role);
        assertThat(reply.status()).isBetween(200, 204);
    }

    private Reply makeChannel(Person person, World guild) {
        return api.as(person).with("name", "plans").post("/api/v1/guilds/{}/channels", guild.id());
    }

    private RoleId roleOf(Person person, World guild) {
        var me = server.db().single(tx -> new MemberStore().list(tx, List.of(guild.id()), List.of(person.id())));
        return me.getFirst().roleIds().getFirst();
    }
}
