// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class AuditLogApiTest extends ServerTest {
    private static final String LOG = "/api/v1/guilds/{}/audit-log";
    private static final String ROLE = "/api/v1/guilds/{}/roles/{}";
    private static final String ASSIGNED = "/api/v1/guilds/{}/members/{}/roles/{}";

    @Test
    void everyActIsWrittenDownWithWhatItChanged() {
        var guild = given.guild();
        var me = api.as(guild.owner());
        var member = guild.member();
        var before = entries(guild).list().size();

        me.with("description", "A place for us")
                .patch("/api/v1/guilds/{}", guild.id())
                .expect(200);
        var role = me.with("name", "Gardeners")
                .post("/api/v1/guilds/{}/roles", guild.id())
                .expect(201)
                .data()
                .text("id");
        me.with("color", "#228833")
                .with("permissions_allow", List.of("kick_members"))
                .patch(ROLE, guild.id(), role)
                .expect(200);
        var other = guild.role("Bakers");
        me.withBody("[{\"id\":\"%s\",\"position\":2}]".formatted(role))
                .patch("/api/v1/guilds/{}/roles", guild.id())
                .expect(200);
        me.put(ASSIGNED, guild.id(), member, role).expect(204);
        me.delete(ASSIGNED, guild.id(), member, role).expect(204);
        me.delete(ROLE, guild.id(), role).expect(204);
        var code = given.invite(guild).code();
        me.delete("/api/v1/invites/{}", code).expect(204);
        me.with("user_id", member.id().value())
                .post("/api/v1/guilds/{}/transfer", guild.id())
                .expect(200);

        var entries = api.as(member).get(LOG, guild.id()).expect(200).data();
        var acts = entries.list().subList(0, entries.list().size() - before);
        assertThat(acts)
                .extracting(entry -> entry.text("action"))
                .containsExactly(
                        "guild_owner_changed",
                        "invite_deleted",
                        "invite_created",
                        "role_deleted",
                        "member_role_removed",
                        "member_role_added",
                        "roles_ordered",
                        "roles_ordered",
                        "role_created",
                        "role_updated",
                        "role_created",
                        "guild_updated");
        assertThat(acts).allSatisfy(entry -> {
            assertThat(entry.text("guild_id")).isEqualTo(guild.id().value());
            assertThat(entry.text("actor", "id")).isEqualTo(guild.owner().id().value());
        });
        assertEntry(
                acts.getFirst(),
                "guild",
                guild.id().value(),
                Map.of("owner_id", guild.owner().id().value()),
                Map.of("owner_id", member.id().value()));
        assertThat(acts.get(1).text("target_id")).isEqualTo(code);
        assertThat(acts.get(1).has("after")).isFalse();
        assertThat(acts.get(2).text("target_type")).isEqualTo("invite");
        assertThat(acts.get(3).text("target_name")).isEqualTo("Gardeners");
        assertThat(acts.get(3).text("before", "color")).isEqualTo("#228833");
        assertThat(acts.get(4).text("target_name")).isEqualTo(member.username());
        assertThat(acts.get(4).at("before").value()).isEqualTo(Map.of("role_id", role, "role_name", "Gardeners"));
        assertThat(acts.get(5).text("target_type")).isEqualTo("user");
        assertThat(acts.get(5).text("target_id")).isEqualTo(member.id().value());
        assertThat(acts.get(5).at("after").value()).isEqualTo(Map.of("role_id", role, "role_name", "Gardeners"));
        assertThat(positions(acts.get(6).at("after", "roles")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(role, 2, other.value(), 1));
        assertThat(positions(acts.get(6).at("before", "roles")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(role, 1, other.value(), 2));
        assertThat(acts.get(9).at("before", "permissions_allow").list()).isEmpty();
        assertThat(acts.get(9).at("after", "permissions_allow").value()).isEqualTo(List.of("kick_members"));
        assertThat(acts.get(9).at("before", "color").value()).isNull();
        assertThat(acts.get(9).at("after").keys()).containsExactlyInAnyOrder("color", "permissions_allow");
        assertThat(acts.get(11).text("after", "description")).isEqualTo("A place for us");
        assertThat(acts.get(11).at("before").keys()).containsExactly("description");
    }

    private static Map<String, Object> positions(Tree roles) {
        return roles.list().stream()
                .collect(Collectors.toMap(role -> role.text("id"), role -> Math.toIntExact(role.number("position"))));
    }

    private static void assertEntry(
            Tree entry, String type, String target, Map<String, Object> before, Map<String, Object> after) {
        assertThat(entry.text("target_type")).isEqualTo(type);
        assertThat(entry.text("target_id")).isEqualTo(target);
        assertThat(entry.at("before").value()).isEqualTo(before);
        assertThat(entry.at("after").value()).isEqualTo(after);
    }

    @Test
    void entriesComePageByPage() {
        var guild = given.guild();
        var role = guild.role("Role");
        IntStream.range(0, 7).forEach(number -> rename(guild, role, "Role " + number));
        var all = entries(guild);

        var first = page(guild, "?action=role_updated&limit=3");
        var second = page(guild, "?action=role_updated&limit=3&before=" + first.text(2, "id"));
        var third = page(guild, "?action=role_updated&limit=3&before=" + second.text(2, "id"));

        assertThat(names(first)).containsExactly("Role 6", "Role 5", "Role 4");
        assertThat(names(second)).containsExactly("Role 3", "Role 2", "Role 1");
        assertThat(names(third)).containsExactly("Role 0");
        assertThat(all.texts("id")).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void entriesCanBeThoseOfOneAccount() {
        var guild = given.guild();
        var role = guild.role("Role");
        var moderator = guild.memberWith(Permission.MANAGE_ROLES);
        rename(guild, role, "First");
        api.as(moderator).with("name", "Second").patch(ROLE, guild.id(), role).expect(200);

        var theirs = page(guild, "?actor_id=" + moderator.id().value());

        assertThat(names(theirs)).containsExactly("Second");
        assertThat(page(guild, "?action=guild_updated").list()).isEmpty();
        assertThat(page(
                                guild,
                                "?action=role_updated&actor_id="
                                        + guild.owner().id().value())
                        .list())
                .hasSize(1);
    }

    @Test
    void aBadFilterIsToldWhatIsWrong() {
        var guild = given.guild();
        var me = api.as(guild.owner());

        me.get(LOG + "?limit=0&before=x&action=flown&actor_id=nobody", guild.id())
                .faults("limit", "before", "action", "actor_id");
        me.get(LOG + "?limit=101", guild.id()).faults("limit");
        me.get(LOG + "?limit=100", guild.id()).expect(200);
    }

    @Test
    void readingTakesThePermission() {
        var guild = given.guild();

        api.as(guild.member())
                .get(LOG, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "view_audit_log");
        api.as(guild.memberWith(Permission.VIEW_AUDIT_LOG)).get(LOG, guild.id()).expect(200);
        api.as(given.person()).get(LOG, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void whatWasRefusedOrChangedNothingIsNotWrittenDown() {
        var guild = given.guild();
        var role = guild.role("Role");
        var before = entries(guild).list().size();

        api.as(guild.member()).delete(ROLE, guild.id(), role).expectError(403, "missing_permission");
        rename(guild, role, "Role");
        api.as(guild.owner()).delete(ASSIGNED, guild.id(), guild.owner(), role).expect(204);

        // Whoever joined did so by an invite, which was made.
        assertThat(entries(guild).list()).hasSize(before + 1);
        assertThat(entries(guild).text(0, "action")).isEqualTo("invite_created");
    }

    @Test
    void anEntryOutlivesTheAccountThatActed() {
        var guild = given.guild();
        guild.role("Role");
        server.db()
                .useTransaction(tx -> tx.sql("UPDATE audit_log SET actor_id = NULL WHERE guild_id = :guild")
                        .bind("guild", guild.id())
                        .update());

        var entries = entries(guild);

        assertThat(entries.list()).isNotEmpty();
        assertThat(entries.at(0).has("actor")).isFalse();
    }

    private void rename(World guild, RoleId role, String name) {
        api.as(guild.owner()).with("name", name).patch(ROLE, guild.id(), role).expect(200);
    }

    private static List<String> names(Tree entries) {
        return entries.list().stream().map(entry -> entry.text("after", "name")).toList();
    }

    private Tree page(World guild, String query) {
        return api.as(guild.owner()).get(LOG + query, guild.id()).expect(200).data();
    }

    private Tree entries(World guild) {
        return page(guild, "?limit=100");
    }
}
