// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Standstill;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

/// Changes of rights at the same moment: each is decided on what the one before it has left.
class RoleRaceTest extends ServerTest {
    private static final String ROLE = "/api/v1/guilds/{}/roles/{}";
    private static final String ASSIGNED = "/api/v1/guilds/{}/members/{}/roles/{}";

    @Test
    void twoModeratorsWhoEditOneRoleAtOnceLoseNothingOfEachOther() {
        for (var round = 0; round < 5; round++) {
            var guild = given.guild();
            var role = guild.role("Role");
            var first = guild.memberWith(Permission.MANAGE_ROLES, Permission.KICK_MEMBERS);
            var second = guild.memberWith(Permission.MANAGE_ROLES, Permission.KICK_MEMBERS);

            Together.run(
                    2,
                    number -> number == 0
                            ? api.as(first)
                                    .with("name", "Named")
                                    .patch(ROLE, guild.id(), role)
                                    .expect(200)
                            : api.as(second)
                                    .with("permissions_allow", List.of("kick_members"))
                                    .patch(ROLE, guild.id(), role)
                                    .expect(200));

            var left = api.as(first)
                    .get("/api/v1/guilds/{}/roles", guild.id())
                    .expect(200)
                    .data();
            assertThat(left.text(1, "name")).isEqualTo("Named");
            assertThat(left.at(1, "permissions_allow").value()).isEqualTo(List.of("kick_members"));
        }
    }

    @Test
    void aModeratorWhoIsDemotedMeanwhileCommitsNothing() throws Exception {
        var guild = given.guild();
        var role = guild.role("Role");
        var target = guild.member();
        var moderator = guild.memberWith(Permission.MANAGE_ROLES, Permission.ASSIGN_ROLES, Permission.MANAGE_GUILD);
        var me = api.as(moderator);

        var attempts = List.<Callable<Reply>>of(
                () -> me.with("name", "too late").patch(ROLE, guild.id(), role),
                () -> me.delete(ROLE, guild.id(), role),
                () -> me.with("name", "too late").post("/api/v1/guilds/{}/roles", guild.id()),
                () -> me.put(ASSIGNED, guild.id(), target, role),
                () -> me.withBody("[{\"id\":\"%s\",\"position\":2}]".formatted(role.value()))
                        .patch("/api/v1/guilds/{}/roles", guild.id()),
                () -> me.with("name", "too late").patch("/api/v1/guilds/{}", guild.id()));
        for (var attempt : attempts) {
            var roles = demotedDuring(guild, moderator, attempt);
            roles.expectError(403, "missing_permission");
            guild.give(moderator, roleNamed(guild, "Role of " + moderator.username()));
        }

        assertThat(api.as(guild.owner())
                        .get("/api/v1/guilds/{}/roles", guild.id())
                        .expect(200)
                        .data()
                        .texts("name"))
                .containsExactly("@everyone", "Role", "Role of " + moderator.username());
        assertThat(api.as(guild.owner())
                        .get("/api/v1/guilds/{}", guild.id())
                        .expect(200)
                        .data()
                        .text("name"))
                .isNotEqualTo("too late");
    }

    @Test
    void nothingIsEditedAfterTheRoleThatAllowedItIsTaken() {
        for (var round = 0; round < 5; round++) {
            var guild = given.guild();
            var role = guild.role("Role");
            var moderator = guild.memberWith(Permission.MANAGE_ROLES);
            var own = roleNamed(guild, "Role of " + moderator.username());

            var replies = Together.run(
                    2,
                    number -> number == 0
                            ? api.as(guild.owner()).delete(ASSIGNED, guild.id(), moderator, own)
                            : api.as(moderator).with("name", "In time").patch(ROLE, guild.id(), role));

            replies.getFirst().expect(204);
            var edit = replies.getLast();
            if (edit.status() != 200) {
                edit.expectError(403, "missing_permission");
            }
            api.as(moderator)
                    .with("name", "Too late")
                    .patch(ROLE, guild.id(), role)
                    .expectError(403, "missing_permission");
            var kinds = kinds(guild);
            assertThat(kinds.getLast()).isEqualTo("guild_member_rights_changed");
        }
    }

    /// Holds the guild's row, lets the act wait for it, takes all roles of the moderator, and lets go.
    private Reply demotedDuring(World guild, Person moderator, Callable<Reply> act) throws Exception {
        // So that the act is decided on what is known, and does not have to read it while the row is held.
        api.as(moderator).get("/api/v1/guilds/{}", guild.id()).expect(200);
        return Standstill.during(
                server,
                guild,
                "SELECT 1 FROM guilds WHERE id = '%s' FOR UPDATE"
                        .formatted(guild.id().value()),
                "v_guild_rights",
                act,
                "DELETE FROM member_roles WHERE user_id = '%s'"
                        .formatted(moderator.id().value()));
    }

    private RoleId roleNamed(World guild, String name) {
        return server.db().single(tx -> new RoleStore().ofGuilds(tx, List.of(guild.id()))).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<String> kinds(World guild) {
        return server.db()
                .single(tx -> tx.sql("SELECT kind FROM event_log WHERE guild_id = :guild ORDER BY pos")
                        .bind("guild", guild.id())
                        .list(row -> row.text("kind")));
    }
}
