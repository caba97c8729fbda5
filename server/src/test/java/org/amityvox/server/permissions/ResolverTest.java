// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResolverTest {
    private static final UserId OWNER = new UserId("01K0000000000000000000Z000");
    private static final UserId OTHER = new UserId("01K0000000000000000000Y000");
    private static final ChannelId CATEGORY = new ChannelId("01K0000000000000000000C999");
    private static final RoleId LOW = new RoleId("01K0000000000000000000R001");
    private static final RoleId MIDDLE = new RoleId("01K0000000000000000000R002");
    private static final RoleId HIGH = new RoleId("01K0000000000000000000R003");

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return Rule.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.says(),
                        () -> assertThat(rule.find()).isEqualTo(new Rule.Found(rule.inGuild(), rule.inChannel()))));
    }

    @Test
    void everyBitHasOnePermission() {
        var bits = new HashSet<Integer>();

        for (var permission : Permission.values()) {
            assertThat(bits.add(permission.bit())).as("%s", permission).isTrue();
            assertThat(Permission.named(permission.wireName())).contains(permission);
            assertThat(permission.meaning()).endsWith(".");
        }
    }

    @Test
    void aCategoryIsSeenByWhoeverSeesOneOfItsChannels() {
        var hidden = Map.of(Rule.GUILD.value(), new Grant(PermissionSet.NONE, only(Permission.VIEW_CHANNEL)));
        var open = Map.of(LOW.value(), new Grant(only(Permission.VIEW_CHANNEL), PermissionSet.NONE));
        var guild = guild(List.of(
                new ChannelRights(CATEGORY, true, null, 0, false, hidden),
                new ChannelRights(Rule.CHANNEL, false, CATEGORY, 0, false, both(hidden, open))));
        guild.add(OTHER, new MemberRights(List.of(LOW), null));
        guild.add(Rule.actor().userId(), new MemberRights(List.of(), null));

        assertThat(guild.ofMember(OTHER).orElseThrow().in(CATEGORY)).isEqualTo(only(Permission.VIEW_CHANNEL));
        assertThat(guild.ofMember(Rule.actor().userId()).orElseThrow().in(CATEGORY))
                .isEqualTo(PermissionSet.NONE);
    }

    @Test
    void aDeletedChannelGivesNothingButIsRememberedForThoseWhoSawIt() {
        var hidden = Map.of(Rule.GUILD.value(), new Grant(PermissionSet.NONE, only(Permission.VIEW_CHANNEL)));
        var gone = new ChannelId("01K0000000000000000000C001");
        var guild = guild(List.of(
                new ChannelRights(Rule.CHANNEL, false, null, 0, true, Map.of()),
                new ChannelRights(gone, false, null, 0, true, hidden)));
        guild.add(OTHER, new MemberRights(List.of(), null));
        var member = guild.ofMember(OTHER).orElseThrow();

        assertThat(member.in(Rule.CHANNEL)).isEqualTo(PermissionSet.NONE);
        assertThat(member.sees(Rule.CHANNEL)).isTrue();
        assertThat(member.sees(gone)).isFalse();
    }

    @Test
    void membersWithTheSameRolesAreOneClass() {
        var guild = guild(List.of(new ChannelRights(
                Rule.CHANNEL,
                false,
                null,
                0,
                false,
                Map.of(OTHER.value(), new Grant(PermissionSet.NONE, PermissionSet.NONE)))));
        var third = new UserId("01K0000000000000000000X000");
        guild.add(OTHER, new MemberRights(List.of(LOW, HIGH), null));
        guild.add(Rule.actor().userId(), new MemberRights(List.of(HIGH, LOW), null));
        guild.add(third, new MemberRights(List.of(HIGH, LOW), null));

        assertThat(guild.ofMember(third)).isEqualTo(guild.ofMember(Rule.actor().userId()));
        assertThat(guild.ofMember(OTHER)).isNotEqualTo(guild.ofMember(third));
    }

    @Test
    void rankIsThatOfTheHighestRole() {
        assertThat(access(MIDDLE).member().rank()).isEqualTo(2);
        assertThat(access(null).member().rank()).isZero();

        allows(() -> access(MIDDLE).requireAbove(role(LOW, 1)));
        refuses("role_hierarchy", () -> access(MIDDLE).requireAbove(role(MIDDLE, 2)));
        refuses("role_hierarchy", () -> access(MIDDLE).requireAbove(role(HIGH, 3)));
        refuses("role_hierarchy", () -> access(null).requireAbove(role(new RoleId(Rule.GUILD.value()), 0)));
    }

    @Test
    void nobodyTouchesWhoeverIsAtOrAboveThem() {
        allows(() -> reach(MIDDLE, LOW));
        refuses("role_hierarchy", () -> reach(MIDDLE, MIDDLE));
        refuses("role_hierarchy", () -> reach(MIDDLE, HIGH));
        refuses("role_hierarchy", () -> reachOwner(HIGH));
        refuses("role_hierarchy", () -> reach(null, null));
    }

    @Test
    void nobodyGivesWhatTheyLack() {
        var before = new Grant(only(Permission.KICK_MEMBERS), only(Permission.BAN_MEMBERS));
        var after = new Grant(PermissionSet.of(Permission.KICK_MEMBERS, Permission.MANAGE_GUILD), PermissionSet.NONE);

        assertThat(before.opensUp(after)).isEqualTo(PermissionSet.of(Permission.MANAGE_GUILD, Permission.BAN_MEMBERS));
        assertThat(after.opensUp(before)).isEqualTo(PermissionSet.NONE);
        allows(() -> access(MIDDLE).requireHeld(only(Permission.VIEW_CHANNEL)));
        assertThatThrownBy(() -> access(MIDDLE).requireHeld(before.opensUp(after)))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(PermissionError.CANNOT_ESCALATE);
                    assertThat(refused.details()).containsEntry("permissions", List.of("manage_guild", "ban_members"));
                });
    }

    /// Whatever roles and overrides are thrown together, some things never happen.
    @Test
    void nothingMakesAnythingOfNothing() {
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++) {
            var roles = List.of(grant(random), grant(random), grant(random));
            var overrides = List.of(grant(random), grant(random));
            var timedOut = random.nextBoolean();

            var granted = RightsClass.resolve(false, roles, overrides, timedOut);

            var given = Stream.concat(roles.stream(), overrides.stream())
                    .map(Grant::allow)
                    .reduce(PermissionSet.NONE, PermissionSet::with);
            if (!given.has(Permission.ADMINISTRATOR)) {
                assertThat(granted.without(given)).isEqualTo(PermissionSet.NONE);
                assertThat(timedOut && granted.has(Permission.SEND_MESSAGES)).isFalse();
            }
        }
    }

    private static Grant grant(Random random) {
        var seldom =
                random.nextInt(4) == 0 ? PermissionSet.ALL : PermissionSet.ALL.without(only(Permission.ADMINISTRATOR));
        return new Grant(
                new PermissionSet(random.nextLong()).and(seldom), new PermissionSet(random.nextLong()).and(seldom));
    }

    private static void reach(@Nullable RoleId mine, @Nullable RoleId others) {
        var access = access(mine, others);
        access.requireAbove(access.rights().ofMember(OTHER).orElseThrow());
    }

    private static void reachOwner(@Nullable RoleId mine) {
        var access = access(mine, null);
        access.requireAbove(access.rights().ofMember(OWNER).orElseThrow());
    }

    private static GuildAccess access(@Nullable RoleId mine) {
        return access(mine, null);
    }

    private static GuildAccess access(@Nullable RoleId mine, @Nullable RoleId others) {
        var guild = guild(List.of());
        guild.add(Rule.actor().userId(), new MemberRights(mine == null ? List.of() : List.of(mine), null));
        guild.add(OTHER, new MemberRights(others == null ? List.of() : List.of(others), null));
        guild.add(OWNER, new MemberRights(List.of(), null));
        return new GuildAccess(
                Rule.actor(), guild, guild.ofMember(Rule.actor().userId()).orElseThrow());
    }

    private static GuildRights guild(List<ChannelRights> channels) {
        var everyone = new RoleId(Rule.GUILD.value());
        return new GuildRights(
                Rule.GUILD,
                OWNER,
                1,
                List.of(
                        new RoleRights(everyone, 0, new Grant(only(Permission.VIEW_CHANNEL), PermissionSet.NONE)),
                        role(LOW, 1),
                        role(MIDDLE, 2),
                        role(HIGH, 3)),
                channels);
    }

    private static RoleRights role(RoleId id, int position) {
        return new RoleRights(id, position, Grant.NOTHING);
    }

    private static PermissionSet only(Permission permission) {
        return PermissionSet.of(permission);
    }

    private static Map<String, Grant> both(Map<String, Grant> one, Map<String, Grant> other) {
        var all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }

    private static void allows(Runnable act) {
        act.run();
    }

    private static void refuses(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code().code()).isEqualTo(code));
    }
}
