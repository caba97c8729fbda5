// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

/// Changing a guild, giving it away, leaving and deleting it.
class GuildChangeApiTest extends ServerTest {
    private static final String GUILD = "/api/v1/guilds/{}";
    private static final String LEAVE = "/api/v1/guilds/{}/leave";
    private static final String TRANSFER = "/api/v1/guilds/{}/transfer";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String NOBODY = "01J00000000000000000000000";

    @Test
    void aChangedGuildIsToldToItsMembers() {
        var guild = given.guild();
        var moderator = guild.memberWith(Permission.MANAGE_GUILD);
        var reader = server.connect(guild.owner());

        var changed = api.as(moderator)
                .with("name", " Town ")
                .with("description", " A place\nfor us ")
                .patch(GUILD, guild.id())
                .expect(200)
                .data();

        assertThat(changed.text("name")).isEqualTo("Town");
        assertThat(changed.text("description")).isEqualTo("A place\nfor us");
        assertThat(reader.await("GUILD_UPDATE").d().value()).isEqualTo(changed.value());
        assertThat(get(guild).value()).isEqualTo(changed.value());
    }

    @Test
    void whatIsAbsentStaysAndNullClears() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        me.with("description", "first").patch(GUILD, guild.id()).expect(200);

        var renamed =
                me.with("name", "Town").patch(GUILD, guild.id()).expect(200).data();
        var cleared = me.with("description", null)
                .patch(GUILD, guild.id())
                .expect(200)
                .data();

        assertThat(renamed.text("description")).isEqualTo("first");
        assertThat(cleared.has("description")).isFalse();
        assertThat(cleared.text("name")).isEqualTo("Town");
        me.with("description", "   ").patch(GUILD, guild.id()).expect(200);
        assertThat(get(guild).has("description")).isFalse();
    }

    @Test
    void aChangeThatChangesNothingIsNotTold() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        me.with("name", "Town").patch(GUILD, guild.id()).expect(200);
        var reader = server.connect(guild.member());

        me.with("name", "Town")
                .with("description", null)
                .patch(GUILD, guild.id())
                .expect(200);
        me.withBody("{}").patch(GUILD, guild.id()).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
        assertThat(auditActions(guild)).containsExactly("guild_updated");
    }

    @Test
    void faultsOfAChangeAreNamedTogether() {
        var guild = given.guild();

        api.as(guild.owner())
                .with("name", " ")
                .with("description", "x".repeat(1001))
                .patch(GUILD, guild.id())
                .faults("name", "description");
        api.as(guild.owner())
                .with("description", "x".repeat(1000))
                .patch(GUILD, guild.id())
                .expect(200);
    }

    @Test
    void changingTakesThePermission() {
        var guild = given.guild();

        api.as(guild.member())
                .with("name", "Town")
                .patch(GUILD, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_guild");
        api.as(given.person()).with("name", "Town").patch(GUILD, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void whoLeavesIsGoneAndEverybodyIsTold() {
        var guild = given.guild();
        var leaver = guild.memberWith(Permission.MANAGE_CHANNELS);
        var own = server.connect(leaver);
        var others = server.connect(guild.owner());

        api.as(leaver).post(LEAVE, guild.id()).expect(204);

        assertThat(own.await("GUILD_DELETE").d().value())
                .isEqualTo(Map.of("guild_id", guild.id().value(), "reason", "left"));
        assertThat(others.await("GUILD_MEMBER_REMOVE").d().value())
                .isEqualTo(Map.of(
                        "guild_id", guild.id().value(), "user_id", leaver.id().value()));
        assertThat(others.next().d().at("member_count").value()).isEqualTo(1);
        assertGone(leaver, guild);
        // What comes later reaches them no more.
        given.message(guild.owner(), guild.channel(), "later");
        var elsewhere = given.guild(leaver);
        given.message(leaver, elsewhere.channel(), "the end");
        assertThat(own.framesUntilMessage("the end"))
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_CREATE", "MESSAGE_CREATE");
    }

    @Test
    void whoComesBackHasNeitherRolesNorNickname() {
        var guild = given.guild();
        var member = guild.memberWith(Permission.MANAGE_CHANNELS);
        server.db()
                .useTransaction(tx -> tx.sql("UPDATE guild_members SET nickname = 'Nick' WHERE user_id = :user")
                        .bind("user", member.id())
                        .update());

        api.as(member).post(LEAVE, guild.id()).expect(204);
        guild.joins(member);

        var me = server.connect(member).ready().at("guilds", 0, "me");
        assertThat(me.list("role_ids")).isEmpty();
        assertThat(me.has("nickname")).isFalse();
        api.as(member)
                .with("name", "plans")
                .post("/api/v1/guilds/{}/channels", guild.id())
                .expectError(403, "missing_permission");
    }

    @Test
    void theOwnerCannotLeave() {
        var guild = given.guild();
        guild.member();

        api.as(guild.owner()).post(LEAVE, guild.id()).expectError(403, "owner_cannot_leave");
        api.as(given.person()).post(LEAVE, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void ofManyAttemptsToLeaveOneCounts() {
        var guild = given.guild();
        var leaver = guild.member();

        var replies = Together.run(10, _ -> api.as(leaver).post(LEAVE, guild.id()));

        assertThat(replies).filteredOn(reply -> reply.status() == 204).hasSize(1);
        replies.stream()
                .filter(reply -> reply.status() != 204)
                .forEach(reply -> reply.expectError(404, "guild_not_found"));
        assertThat(get(guild).at("member_count").value()).isEqualTo(1);
    }

    @Test
    void theNewOwnerMayEverythingAndTheOldOneNoMore() {
        var guild = given.guild();
        var heir = guild.member();
        var reader = server.connect(heir);

        var changed = transfer(guild, heir.id().value()).expect(200).data();

        assertThat(changed.text("owner_id")).isEqualTo(heir.id().value());
        assertThat(reader.await("GUILD_UPDATE").d().value()).isEqualTo(changed.value());
        assertThat(reader.await("GUILD_ACCESS_UPDATE").d().list("permissions")).hasSize(Permission.values().length);
        api.as(heir).with("name", "Town").patch(GUILD, guild.id()).expect(200);
        api.as(guild.owner()).with("name", "City").patch(GUILD, guild.id()).expectError(403, "missing_permission");
        transfer(guild, guild.owner().id().value()).expectError(403, "not_owner");
        api.as(guild.owner()).post(LEAVE, guild.id()).expect(204);
    }

    @Test
    void onlyMembersCanBeGivenAGuild() {
        var guild = given.guild();

        transfer(guild, given.person().id().value()).expectError(404, "member_not_found");
        transfer(guild, NOBODY).expectError(404, "member_not_found");
        transfer(guild, "nobody").faults("user_id");
        api.as(guild.owner()).withBody("{}").post(TRANSFER, guild.id()).faults("user_id");
    }

    @Test
    void toGiveAGuildToOneselfChangesNothing() {
        var guild = given.guild();
        var reader = server.connect(guild.owner());

        transfer(guild, guild.owner().id().value()).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
    }

    @Test
    void onlyTheOwnerGivesAGuildAway() {
        var guild = given.guild();
        var administrator = guild.memberWith(Permission.ADMINISTRATOR);

        api.as(administrator)
                .with("user_id", administrator.id().value())
                .post(TRANSFER, guild.id())
                .expectError(403, "not_owner");
        api.as(given.person())
                .with("user_id", NOBODY)
                .post(TRANSFER, guild.id())
                .expectError(404, "guild_not_found");
    }

    @Test
    void theNewOwnerOwnsTwentyGuildsAtMost() {
        var guild = given.guild();
        var heir = guild.member();
        for (var i = 0; i < GuildService.MAX_OWNED_GUILDS; i++) {
            given.guild(heir);
        }

        transfer(guild, heir.id().value())
                .expectError(409, "owned_guild_limit_reached")
                .detail("limit", 20);
    }

    @Test
    void aDeletedGuildIsGoneForEverybody() {
        var guild = given.guild();
        var member = guild.member();
        var invite = given.invite(guild).code();
        given.message(guild);
        var sockets = List.of(server.connect(guild.owner()), server.connect(member));

        api.as(guild.owner()).delete(GUILD, guild.id()).expect(204);

        for (var socket : sockets) {
            assertThat(socket.await("GUILD_DELETE").d().value())
                    .isEqualTo(Map.of("guild_id", guild.id().value(), "reason", "deleted"));
        }
        for (var person : List.of(guild.owner(), member)) {
            assertGone(person, guild);
        }
        api.get("/api/v1/invites/{}", invite).expectError(404, "invite_not_found");
        api.as(given.person()).post("/api/v1/invites/{}", invite).expectError(404, "invite_not_found");
        api.as(guild.owner()).delete(GUILD, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void whoComesBackIsToldThatTheGuildIsGone() {
        var guild = given.guild();
        var member = guild.member();
        var leaver = guild.member();
        var before = server.connect(member);
        var beforeLeaver = server.connect(leaver);
        before.close();
        beforeLeaver.close();

        api.as(leaver).post(LEAVE, guild.id()).expect(204);
        api.as(guild.owner()).delete(GUILD, guild.id()).expect(204);

        assertThat(missed(member, before)).anySatisfy(frame -> {
            assertThat(frame.t()).isEqualTo("GUILD_DELETE");
            assertThat(frame.d().text("reason")).isEqualTo("deleted");
        });
        assertThat(missed(leaver, beforeLeaver)).singleElement().satisfies(frame -> {
            assertThat(frame.t()).isEqualTo("GUILD_DELETE");
            assertThat(frame.d().text("reason")).isEqualTo("left");
        });
    }

    private List<GatewayFrame> missed(Person person, GatewayClient before) {
        server.settle();
        var socket = server.socket();
        socket.resume(person, before.sessionId(), before.readyCursor());
        var frames = socket.framesUntil(frame -> frame.is("RESUMED"));
        return frames.subList(0, frames.size() - 1);
    }

    @Test
    void onlyTheOwnerDeletes() {
        var guild = given.guild();

        api.as(guild.memberWith(Permission.ADMINISTRATOR))
                .delete(GUILD, guild.id())
                .expectError(403, "not_owner");
        api.as(given.person()).delete(GUILD, guild.id()).expectError(404, "guild_not_found");
        api.as(guild.owner()).get(GUILD, guild.id()).expect(200);
    }

    @Test
    void aDeletedGuildNoLongerCountsAsOwned() {
        var owner = given.person();
        World last = given.guild(owner);
        for (var i = 1; i < GuildService.MAX_OWNED_GUILDS; i++) {
            last = given.guild(owner);
        }
        api.as(owner).with("name", "One too many").post("/api/v1/guilds").expectError(409, "owned_guild_limit_reached");

        api.as(owner).delete(GUILD, last.id()).expect(204);

        api.as(owner).with("name", "In its place").post("/api/v1/guilds").expect(201);
    }

    @Test
    void whoJoinsWhileAGuildIsDeletedIsInNoGuildThatIsGone() {
        for (var round = 0; round < 5; round++) {
            var guild = given.guild();
            var invite = given.invite(guild).code();
            var crowd = List.of(given.person(), given.person(), given.person());

            var replies = Together.run(
                    4,
                    number -> number == 3
                            ? api.as(guild.owner()).delete(GUILD, guild.id())
                            : api.as(crowd.get(number)).post("/api/v1/invites/{}", invite));

            replies.get(3).expect(204);
            for (var i = 0; i < 3; i++) {
                var reply = replies.get(i);
                if (reply.status() != 200) {
                    reply.expectError(404, "invite_not_found");
                }
                assertGone(crowd.get(i), guild);
            }
            assertThat(members(guild.id())).isZero();
        }
    }

    @Test
    void whatIsLeftOfAGuildGoesWhenNobodyCanAskForItAnyMore() {
        var guild = given.guild();
        var other = given.guild();
        api.as(guild.owner()).delete(GUILD, guild.id()).expect(204);
        server.db()
                .useTransaction(
                        tx -> tx.sql("UPDATE guilds SET deleted_at = deleted_at - interval '8 days' WHERE id = :guild")
                                .bind("guild", guild.id())
                                .update());
        var store = new GuildStore();

        var early = server.db()
                .inTransaction(
                        tx -> store.deleteEnded(tx, server.clock().instant().minus(Duration.ofDays(7))));
        server.db()
                .useTransaction(tx -> tx.sql("DELETE FROM channels WHERE guild_id = :guild")
                        .bind("guild", guild.id())
                        .update());
        server.db()
                .useTransaction(
                        tx -> store.deleteEnded(tx, server.clock().instant().minus(Duration.ofDays(9))));
        assertThat(rows(guild.id())).isEqualTo(1);
        server.db()
                .useTransaction(
                        tx -> store.deleteEnded(tx, server.clock().instant().minus(Duration.ofDays(7))));

        assertThat(early).isZero();
        assertThat(rows(guild.id())).isZero();
        assertThat(rows(other.id())).isEqualTo(1);
    }

    private int rows(GuildId guild) {
        return count("SELECT count(*) AS count FROM guilds WHERE id = :guild", guild);
    }

    private int members(GuildId guild) {
        return count("SELECT count(*) AS count FROM guild_members WHERE guild_id = :guild", guild);
    }

    private int count(String sql, GuildId guild) {
        return server.db().single(tx -> tx.sql(sql).bind("guild", guild).one(row -> row.integer("count")));
    }

    private List<String> auditActions(World guild) {
        return server.db()
                .single(tx -> tx.sql(
                                "SELECT action FROM audit_log WHERE guild_id = :guild AND target_type = 'guild' ORDER BY id")
                        .bind("guild", guild.id())
                        .list(row -> row.text("action")));
    }

    private void assertGone(Person person, World guild) {
        api.as(person).get(GUILD, guild.id()).expectError(404, "guild_not_found");
        api.as(person).get(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
        api.as(person).with("content", "hello").post(MESSAGES, guild.channel()).expectError(404, "channel_not_found");
        assertThat(server.connect(person).ready().at("guilds").texts("id"))
                .doesNotContain(guild.id().value());
    }

    private Reply transfer(World guild, String newOwner) {
        return api.as(guild.owner()).with("user_id", newOwner).post(TRANSFER, guild.id());
    }

    private Tree get(World guild) {
        return api.as(guild.owner()).get(GUILD, guild.id()).expect(200).data();
    }
}
