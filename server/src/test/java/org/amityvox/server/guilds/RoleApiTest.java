// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

/// Making, changing and deleting roles.
class RoleApiTest extends ServerTest {
    private static final String ROLES = "/api/v1/guilds/{}/roles";
    private static final String ROLE = "/api/v1/guilds/{}/roles/{}";
    private static final String NOWHERE = "01J00000000000000000000000";

    @Test
    void aNewGuildHasEveryone() {
        var guild = given.guild();

        var roles = api.as(guild.member()).get(ROLES, guild.id()).expect(200).data();

        assertThat(roles.list()).hasSize(1);
        assertThat(roles.at(0).keys())
                .containsExactlyInAnyOrder(
                        "id", "guild_id", "name", "hoist", "position", "permissions_allow", "permissions_deny");
        assertThat(roles.text(0, "id")).isEqualTo(guild.id().value());
        assertThat(roles.text(0, "name")).isEqualTo("@everyone");
        assertThat(roles.at(0, "position").value()).isEqualTo(0);
    }

    @Test
    void aNewRoleIsTheLowestAndTheOthersMoveUp() {
        var guild = given.guild();
        var high = guild.role("High");
        var reader = server.connect(guild.member());

        var made = api.as(guild.owner())
                .with("name", " Low ")
                .with("color", "#1A2b3c")
                .with("hoist", true)
                .with("permissions_allow", List.of("kick_members", "view_channel"))
                .with("permissions_deny", List.of("send_messages"))
                .post(ROLES, guild.id())
                .expect(201)
                .data();

        assertThat(made.text("name")).isEqualTo("Low");
        assertThat(made.text("color")).isEqualTo("#1a2b3c");
        assertThat(made.at("hoist").value()).isEqualTo(true);
        assertThat(made.at("position").value()).isEqualTo(1);
        assertThat(made.at("permissions_allow").value()).isEqualTo(List.of("kick_members", "view_channel"));
        assertThat(made.at("permissions_deny").value()).isEqualTo(List.of("send_messages"));
        assertThat(reader.await("GUILD_ROLE_CREATE").d().value()).isEqualTo(made.value());
        var moved = reader.next();
        assertThat(moved.t()).isEqualTo("GUILD_ROLE_UPDATE");
        assertThat(moved.d().text("id")).isEqualTo(high.value());
        assertThat(moved.d().at("position").value()).isEqualTo(2);
        assertThat(roles(guild).texts("name")).containsExactly("@everyone", "Low", "High");
    }

    @Test
    void aRoleNeedsNoMoreThanAName() {
        var guild = given.guild();

        var made = make(guild, "Plain");

        assertThat(made.has("color")).isFalse();
        assertThat(made.at("hoist").value()).isEqualTo(false);
        assertThat(made.list("permissions_allow")).isEmpty();
        assertThat(made.list("permissions_deny")).isEmpty();
    }

    @Test
    void allFaultsAreNamedTogether() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        me.with("name", "x".repeat(101))
                .with("color", "red")
                .with("permissions_allow", List.of("fly"))
                .with("permissions_deny", List.of("view_channel", "fly"))
                .with("nonce", "x".repeat(65))
                .post(ROLES, guild.id())
                .faults("name", "color", "permissions_allow", "permissions_deny", "nonce");
        me.withBody("{}").post(ROLES, guild.id()).faults("name");
        me.with("name", "a\nb").post(ROLES, guild.id()).faults("name");
        me.with("name", "x")
                .with(
                        "permissions_allow",
                        List.of("x", "y").stream()
                                .flatMap(name -> Collections.nCopies(40, name).stream())
                                .toList())
                .post(ROLES, guild.id())
                .faults("permissions_allow");
        var role = guild.role("Role");
        me.with("name", "")
                .with("color", "#12345")
                .with("permissions_allow", List.of("fly"))
                .patch(ROLE, guild.id(), role)
                .faults("name", "color", "permissions_allow");
    }

    @Test
    void aRepeatUnderANonceMakesNoSecondRole() {
        var guild = given.guild();
        var request = api.as(guild.owner()).with("name", "Gardeners").with("nonce", "n-1");

        var replies = Together.run(10, _ -> request.post(ROLES, guild.id()));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(9);
        request.with("name", "Bakers").post(ROLES, guild.id()).expectError(409, "nonce_reused");
        request.with("hoist", true).post(ROLES, guild.id()).expectError(409, "nonce_reused");
        assertThat(roles(guild).list()).hasSize(2);
        assertPlacesAreDense(guild);
    }

    @Test
    void manyRolesAtOnceHavePlacesOfTheirOwn() {
        var guild = given.guild();

        Together.run(10, number -> make(guild, "Role " + number));

        assertThat(roles(guild).list()).hasSize(11);
        assertPlacesAreDense(guild);
    }

    @Test
    void aGuildHasTwoHundredAndFiftyRolesAtMost() {
        var guild = given.guild();
        server.db()
                .useTransaction(tx -> tx.sql("""
                        INSERT INTO roles (id, guild_id, name, position, permissions_allow, permissions_deny, created_at)
                        SELECT '01J0000000' || lpad(:part || n::text, 16, '0'), :guild, 'more', n, 0, 0, now()
                          FROM generate_series(1, 249) AS n
                        """)
                        .bind("part", guild.id().value().substring(14))
                        .bind("guild", guild.id())
                        .update());

        api.as(guild.owner())
                .with("name", "One too many")
                .post(ROLES, guild.id())
                .expectError(409, "role_limit_reached")
                .detail("limit", 250);
    }

    @Test
    void aChangedRoleIsToldAndTakesEffectAtOnce() {
        var guild = given.guild();
        var role = guild.role("Gardeners");
        var member = guild.member();
        guild.give(member, role);
        var reader = server.connect(member);

        var changed = api.as(guild.owner())
                .with("name", "Builders")
                .with("color", "#000000")
                .with("permissions_allow", List.of("manage_channels"))
                .patch(ROLE, guild.id(), role)
                .expect(200)
                .data();

        assertThat(changed.text("name")).isEqualTo("Builders");
        assertThat(changed.text("color")).isEqualTo("#000000");
        assertThat(reader.await("GUILD_ROLE_UPDATE").d().value()).isEqualTo(changed.value());
        assertThat(reader.await("GUILD_ACCESS_UPDATE").d().at("permissions").list())
                .extracting(Tree::value)
                .contains("manage_channels");
        api.as(member)
                .with("name", "plans")
                .post("/api/v1/guilds/{}/channels", guild.id())
                .expect(201);
    }

    @Test
    void whatIsAbsentStaysAndNullClearsTheColor() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var role = made(guild, "Gardeners", "manage_roles");
        me.with("color", "#ff0000")
                .with("hoist", true)
                .patch(ROLE, guild.id(), role)
                .expect(200);

        var cleared =
                me.with("color", null).patch(ROLE, guild.id(), role).expect(200).data();

        assertThat(cleared.has("color")).isFalse();
        assertThat(cleared.at("hoist").value()).isEqualTo(true);
        assertThat(cleared.text("name")).isEqualTo("Gardeners");
        assertThat(cleared.at("permissions_allow").value()).isEqualTo(List.of("manage_roles"));
    }

    @Test
    void aChangeThatChangesNothingIsNotTold() {
        var guild = given.guild();
        var role = made(guild, "Gardeners", "manage_roles");
        var reader = server.connect(guild.member());
        var version = version(guild);

        api.as(guild.owner())
                .with("name", "Gardeners")
                .with("permissions_allow", List.of("manage_roles", "manage_roles"))
                .with("color", null)
                .patch(ROLE, guild.id(), role)
                .expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
        assertThat(version(guild)).isEqualTo(version);
    }

    @Test
    void ofEveryoneOnlyThePermissionsChange() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var member = guild.member();

        me.with("name", "All")
                .with("color", "#112233")
                .with("hoist", true)
                .patch(ROLE, guild.id(), guild.id())
                .faults("name", "color", "hoist");
        me.with("name", "@everyone")
                .with("permissions_allow", List.of("view_channel"))
                .patch(ROLE, guild.id(), guild.id())
                .expect(200);

        api.as(member)
                .with("content", "hello")
                .post("/api/v1/channels/{}/messages", guild.channel())
                .expectError(403, "missing_permission")
                .detail("permission", "send_messages");
    }

    @Test
    void aDeletedRoleIsGoneFromMembersAndOverrides() {
        var guild = given.guild();
        var low = guild.role("Low", Permission.MANAGE_CHANNELS);
        var high = guild.role("High");
        var member = guild.member();
        guild.give(member, low);
        override(guild, low);
        var reader = server.connect(member);

        api.as(guild.owner()).delete(ROLE, guild.id(), low).expect(204);

        assertThat(reader.await("GUILD_ROLE_DELETE").d().value())
                .isEqualTo(Map.of("guild_id", guild.id().value(), "role_id", low.value()));
        var moved = reader.next().d();
        assertThat(moved.text("id")).isEqualTo(high.value());
        assertThat(moved.at("position").value()).isEqualTo(1);
        assertThat(reader.await("GUILD_ACCESS_UPDATE").d().at("permissions").list())
                .extracting(Tree::value)
                .doesNotContain("manage_channels");
        assertThat(server.connect(member).ready().at("guilds", 0, "me").list("role_ids"))
                .isEmpty();
        assertThat(overrides(low)).isZero();
        assertPlacesAreDense(guild);
        api.as(guild.owner()).delete(ROLE, guild.id(), low).expectError(404, "role_not_found");
    }

    @Test
    void everyoneCannotBeDeleted() {
        var guild = given.guild();

        api.as(guild.owner()).delete(ROLE, guild.id(), guild.id()).expectError(403, "cannot_delete_everyone");
        api.as(guild.member()).delete(ROLE, guild.id(), guild.id()).expectError(403, "missing_permission");
    }

    @Test
    void everythingTakesThePermission() {
        var guild = given.guild();
        var role = guild.role("Role");
        var member = api.as(guild.memberWith(Permission.ASSIGN_ROLES, Permission.MANAGE_GUILD));

        for (var reply : List.of(
                member.with("name", "x").post(ROLES, guild.id()),
                member.with("name", "x").patch(ROLE, guild.id(), role),
                member.delete(ROLE, guild.id(), role))) {
            reply.expectError(403, "missing_permission").detail("permission", "manage_roles");
        }
    }

    @Test
    void aStrangerFindsNothing() {
        var guild = given.guild();
        var role = guild.role("Role");
        var stranger = api.as(given.person());

        stranger.get(ROLES, guild.id()).expectError(404, "guild_not_found");
        stranger.with("name", "x").post(ROLES, guild.id()).expectError(404, "guild_not_found");
        stranger.with("name", "x").patch(ROLE, guild.id(), role).expectError(404, "guild_not_found");
        stranger.delete(ROLE, guild.id(), role).expectError(404, "guild_not_found");
    }

    @Test
    void aRoleOfAnotherGuildIsNotFound() {
        var guild = given.guild();
        var other = given.guild(guild.owner()).role("Elsewhere");
        var me = api.as(guild.owner());

        for (var role : List.of(other.value(), NOWHERE, "no-id")) {
            me.with("name", "x").patch(ROLE, guild.id(), role).expectError(404, "role_not_found");
            me.delete(ROLE, guild.id(), role).expectError(404, "role_not_found");
        }
    }

    @Test
    void nobodyTouchesARoleAtOrAboveTheirRank() {
        var guild = given.guild();
        var low = guild.role("Low");
        var moderator = guild.memberWith(Permission.MANAGE_ROLES, Permission.ADMINISTRATOR);
        var own = new RoleId(roles(guild).text(2, "id"));
        var high = guild.role("High");
        var me = api.as(moderator);

        for (var role : List.of(own, high)) {
            me.with("name", "x").patch(ROLE, guild.id(), role).expectError(403, "role_hierarchy");
            me.delete(ROLE, guild.id(), role).expectError(403, "role_hierarchy");
        }
        me.with("name", "x").patch(ROLE, guild.id(), low).expect(200);
        me.with("permissions_allow", List.of("view_channel"))
                .patch(ROLE, guild.id(), guild.id())
                .expect(200);
        me.delete(ROLE, guild.id(), low).expect(204);
    }

    @Test
    void whoHasNoRankMakesAndChangesNoRoles() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL, Permission.MANAGE_ROLES);
        var member = api.as(guild.member());

        member.with("name", "x").post(ROLES, guild.id()).expectError(403, "role_hierarchy");
        member.with("permissions_allow", List.of("view_channel"))
                .patch(ROLE, guild.id(), guild.id())
                .expectError(403, "role_hierarchy");
    }

    @Test
    void nobodyLetsOthersDoWhatTheyMayNotDo() {
        var guild = given.guild();
        var denying = made(guild, "Quiet", "kick_members", "ban_members", "send_messages");
        var plain = made(guild, "Plain");
        var me = api.as(guild.memberWith(Permission.MANAGE_ROLES, Permission.KICK_MEMBERS));

        escalates(
                me.with("name", "x").with("permissions_allow", List.of("kick_members", "ban_members")),
                api -> api.post(ROLES, guild.id()),
                "ban_members");
        escalates(
                me.with("permissions_allow", List.of("administrator")),
                api -> api.patch(ROLE, guild.id(), plain),
                "administrator");
        escalates(
                me.with("permissions_allow", List.of("view_audit_log")),
                api -> api.patch(ROLE, guild.id(), guild.id()),
                "view_audit_log");
        // What is allowed already grants nothing new; what is taken away grants nothing at all.
        me.with("permissions_allow", List.of("ban_members", "send_messages"))
                .patch(ROLE, guild.id(), denying)
                .expect(200);
        me.with("permissions_deny", List.of("ban_members"))
                .patch(ROLE, guild.id(), denying)
                .expect(200);
        // To deny no more is to grant.
        escalates(me.with("permissions_deny", List.of()), api -> api.patch(ROLE, guild.id(), denying), "ban_members");
        escalates(me, api -> api.delete(ROLE, guild.id(), denying), "ban_members");
        me.with("permissions_deny", List.of("ban_members", "kick_members"))
                .patch(ROLE, guild.id(), denying)
                .expect(200);
        me.with("permissions_deny", List.of("ban_members"))
                .patch(ROLE, guild.id(), denying)
                .expect(200);
        me.with("name", "x")
                .with("permissions_deny", List.of("administrator"))
                .post(ROLES, guild.id())
                .expect(201);
    }

    @Test
    void whatEveryoneLosesTheModeratorLosesToo() {
        var guild = given.guild();
        var me = api.as(guild.memberWith(Permission.MANAGE_ROLES));
        me.with("permissions_allow", List.of("view_channel"))
                .patch(ROLE, guild.id(), guild.id())
                .expect(200);

        escalates(
                me.with("permissions_allow", List.of("view_channel", "send_messages")),
                api -> api.patch(ROLE, guild.id(), guild.id()),
                "send_messages");
    }

    @Test
    void whoComesBackIsToldWhatBecameOfTheRoles() {
        var guild = given.guild();
        var member = guild.member();
        var gone = guild.role("Gone");
        var kept = guild.role("Kept");
        var before = server.connect(member);
        before.close();
        var fresh = make(guild, "Fresh");
        api.as(guild.owner())
                .with("name", "Kept well")
                .patch(ROLE, guild.id(), kept)
                .expect(200);
        api.as(guild.owner()).delete(ROLE, guild.id(), gone).expect(204);
        server.settle();

        var socket = server.socket();
        socket.resume(member, before.sessionId(), before.readyCursor());

        var frames = socket.framesUntil(frame -> frame.is("RESUMED"));
        var present = roles(guild);
        assertThat(frames).extracting(GatewayFrame::t).contains("GUILD_ROLE_CREATE", "GUILD_ROLE_DELETE");
        assertThat(frames)
                .filteredOn(frame -> frame.is("GUILD_ROLE_CREATE"))
                .singleElement()
                .satisfies(frame -> assertThat(frame.d().text("id")).isEqualTo(fresh.text("id")));
        assertThat(frames)
                .filteredOn(frame -> frame.is("GUILD_ROLE_UPDATE"))
                .extracting(frame -> frame.d().value())
                .contains(present.at(2).value());
    }

    private void escalates(Api ready, Function<Api, Reply> act, String lacking) {
        act.apply(ready).expectError(403, "cannot_escalate").detail("permissions", List.of(lacking));
    }

    private Tree make(World guild, String name) {
        return api.as(guild.owner())
                .with("name", name)
                .post(ROLES, guild.id())
                .expect(201)
                .data();
    }

    /// A role at the bottom that both allows and denies these; a single one it only allows.
    private RoleId made(World guild, String name, String... permissions) {
        var request = api.as(guild.owner()).with("name", name).with("permissions_allow", List.of(permissions));
        var ready = permissions.length > 1 ? request.with("permissions_deny", List.of(permissions)) : request;
        return new RoleId(ready.post(ROLES, guild.id()).expect(201).data().text("id"));
    }

    private Tree roles(World guild) {
        return api.as(guild.owner()).get(ROLES, guild.id()).expect(200).data();
    }

    private void assertPlacesAreDense(World guild) {
        var positions = roles(guild).list().stream()
                .map(role -> role.at("position").value())
                .toList();
        assertThat(positions)
                .isEqualTo(IntStream.range(0, positions.size()).boxed().toList());
    }

    private void override(World guild, RoleId role) {
        server.db()
                .useTransaction(tx -> tx.sql("""
                        INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow, permissions_deny)
                        VALUES (:channel, 'role', :role, 0, 1)
                        """)
                        .bind("channel", guild.channel())
                        .bind("role", role)
                        .update());
    }

    private int overrides(RoleId role) {
        return server.db()
                .single(tx -> tx.sql("SELECT count(*) AS count FROM channel_overrides WHERE target_id = :role")
                        .bind("role", role)
                        .one(row -> row.integer("count")));
    }

    private long version(World guild) {
        return server.db()
                .<Long>single(tx -> tx.sql("SELECT rights_version FROM guilds WHERE id = :guild")
                        .bind("guild", guild.id())
                        .one(row -> row.number("rights_version")));
    }
}
