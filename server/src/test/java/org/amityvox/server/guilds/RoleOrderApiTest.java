// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.Id;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;

/// The order of roles.
class RoleOrderApiTest extends ServerTest {
    private static final String ROLES = "/api/v1/guilds/{}/roles";
    private static final Json JSON = new Json();

    @Test
    void theFullOrderIsTakenAndEachMovedRoleIsTold() {
        var guild = given.guild();
        var a = guild.role("A");
        var b = guild.role("B");
        var c = guild.role("C");
        var reader = server.connect(guild.member());

        var ordered = order(api.as(guild.owner()), guild, guild.id(), 0, c, 1, b, 2, a, 3)
                .expect(200)
                .data();
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(ordered.texts("name")).containsExactly("@everyone", "C", "B", "A");
        assertThat(ordered.value()).isEqualTo(JSON.readTree(JSON.writeText(apiRoles(guild))));
        var told = reader.framesUntilMessage("the end");
        assertThat(told)
                .filteredOn(frame -> frame.is("GUILD_ROLE_UPDATE"))
                .extracting(frame ->
                        frame.d().text("name") + frame.d().at("position").value())
                .containsExactlyInAnyOrder("C1", "A3");
    }

    @Test
    void rolesThatAreNotNamedKeepTheirOrder() {
        var guild = given.guild();
        guild.role("A");
        var b = guild.role("B");
        guild.role("C");
        var d = guild.role("D");
        var me = api.as(guild.owner());

        order(me, guild, d, 1).expect(200);
        assertThat(names(guild)).containsExactly("@everyone", "D", "A", "B", "C");
        order(me, guild, b, 4, d, 2).expect(200);
        assertThat(names(guild)).containsExactly("@everyone", "A", "D", "C", "B");
    }

    @Test
    void theSameOrderIsNotTold() {
        var guild = given.guild();
        var a = guild.role("A");
        var reader = server.connect(guild.member());

        order(api.as(guild.owner()), guild, a, 1).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(reader.framesUntilMessage("the end")).hasSize(1);
    }

    @Test
    void aHigherRoleWinsFromNowOn() {
        var guild = given.guild();
        var allows = guild.role("Allows");
        var denies = guild.role("Denies");
        var member = guild.member();
        guild.give(member, allows);
        guild.give(member, denies);
        var me = api.as(guild.owner());
        me.with("permissions_allow", List.of("send_messages"))
                .patch(ROLES + "/{}", guild.id(), allows)
                .expect(200);
        me.with("permissions_deny", List.of("send_messages"))
                .patch(ROLES + "/{}", guild.id(), denies)
                .expect(200);
        send(api.as(member), guild).expectError(403, "missing_permission");

        order(me, guild, allows, 2).expect(200);

        send(api.as(member), guild).expect(201);
    }

    @Test
    void placesThatAreNoneOrTakenAreRefusedTogether() {
        var guild = given.guild();
        var a = guild.role("A");
        var b = guild.role("B");
        var me = api.as(guild.owner());

        order(me, guild, a, 1, b, 1).faults("[1].position");
        order(me, guild, a, 1, a, 2).faults("[1].id");
        order(me, guild, a, 0, b, 3).faults("[0].position", "[1].position");
        order(me, guild, guild.id(), 1).faults("[0].position");
        order(me, guild, a, -1, b, 250).faults("[0].position", "[1].position");
        me.withBody("[{},{\"id\":\"%s\"}]".formatted(a.value()))
                .patch(ROLES, guild.id())
                .faults("[0].id", "[0].position", "[1].position");
        me.withBody("[{\"id\":\"nobody\",\"position\":1}]")
                .patch(ROLES, guild.id())
                .faults("[0].id");
        me.withBody("[]").patch(ROLES, guild.id()).faults("");
        assertThat(names(guild)).containsExactly("@everyone", "A", "B");
    }

    @Test
    void aRoleOfAnotherGuildIsNotFound() {
        var guild = given.guild();
        guild.role("A");
        var other = given.guild(guild.owner()).role("Elsewhere");

        order(api.as(guild.owner()), guild, other, 1).expectError(404, "role_not_found");
    }

    @Test
    void orderingTakesThePermission() {
        var guild = given.guild();
        var a = guild.role("A");

        order(api.as(guild.member()), guild, a, 1)
                .expectError(403, "missing_permission")
                .detail("permission", "manage_roles");
        order(api.as(given.person()), guild, a, 1).expectError(404, "guild_not_found");
    }

    @Test
    void everyRoleWhosePlaceChangesIsCheckedAndNotOnlyTheNamedOnes() {
        var guild = given.guild();
        var a = guild.role("A");
        var b = guild.role("B");
        var moderator = guild.memberWith(Permission.MANAGE_ROLES);
        var own = new RoleId(list(guild).get(3).id().value());
        var high = guild.role("High");
        var me = api.as(moderator);

        // To its own place or beyond it: the moderator's own role would move down.
        order(me, guild, a, 3).expectError(403, "role_hierarchy");
        order(me, guild, a, 4).expectError(403, "role_hierarchy");
        order(me, guild, own, 4).expectError(403, "role_hierarchy");
        order(me, guild, own, 1).expectError(403, "role_hierarchy");
        order(me, guild, high, 1).expectError(403, "role_hierarchy");
        assertThat(names(guild)).element(3).isEqualTo("Role of " + moderator.username());
        order(me, guild, guild.id(), 0, b, 1, a, 2, own, 3, high, 4).expect(200);
        assertThat(names(guild)).startsWith("@everyone", "B", "A").endsWith("High");
    }

    @Test
    void anAdministratorIsBoundByRankToo() {
        var guild = given.guild();
        guild.role("A");
        var administrator = guild.memberWith(Permission.ADMINISTRATOR);
        var high = guild.role("High");

        order(api.as(administrator), guild, high, 1).expectError(403, "role_hierarchy");
    }

    @Test
    void whatMovedRolesAllowOrDenyTheMoverMustHave() {
        var guild = given.guild();
        var a = guild.role("A", Permission.BAN_MEMBERS);
        var b = guild.role("B");
        var c = guild.role("C", Permission.KICK_MEMBERS);
        var me = api.as(guild.memberWith(Permission.MANAGE_ROLES, Permission.KICK_MEMBERS));

        order(me, guild, a, 2).expectError(403, "cannot_escalate").detail("permissions", List.of("ban_members"));
        // B passes A, which thereby moves although nobody names it.
        order(me, guild, b, 1).expectError(403, "cannot_escalate").detail("permissions", List.of("ban_members"));
        order(me, guild, c, 2).expect(200);
        api.as(guild.owner())
                .with("permissions_deny", List.of("ban_members"))
                .patch(ROLES + "/{}", guild.id(), b)
                .expect(200);
        order(me, guild, c, 3).expectError(403, "cannot_escalate").detail("permissions", List.of("ban_members"));
    }

    @Test
    void manyOrdersAtOnceLeaveOneOfThem() {
        var guild = given.guild();
        var roles = IntStream.range(0, 6).mapToObj(i -> guild.role("R" + i)).toList();
        var moderators = List.of(guild.owner(), guild.memberWith(Permission.MANAGE_ROLES));

        Together.run(
                12,
                number -> order(api.as(moderators.get(number % 2)), guild, roles.get(number % 6), 1 + number % 5)
                        .expect(200));

        var ordered = list(guild);
        assertThat(ordered).extracting(Role::position).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(ordered).extracting(Role::id).doesNotHaveDuplicates().containsAll(roles);
    }

    private Reply send(Api api, World guild) {
        return api.with("content", "hello").post("/api/v1/channels/{}/messages", guild.channel());
    }

    /// @param places id and position by turns
    private Reply order(Api api, World guild, Object... places) {
        var elements = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < places.length; i += 2) {
            elements.add(Map.of("id", ((Id) places[i]).value(), "position", places[i + 1]));
        }
        return api.withBody(JSON.writeText(elements)).patch(ROLES, guild.id());
    }

    private List<String> names(World guild) {
        return api.as(guild.owner()).get(ROLES, guild.id()).expect(200).data().texts("name");
    }

    private List<GuildApi.Role> apiRoles(World guild) {
        return list(guild).stream().map(GuildApi.Role::of).toList();
    }

    private List<Role> list(World guild) {
        return server.db().single(tx -> new RoleStore().ofGuilds(tx, List.of(guild.id())));
    }
}
