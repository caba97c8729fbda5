// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.Test;

class InviteApiTest extends ServerTest {
    private static final String MAKE = "/api/v1/guilds/{}/invites";
    private static final String INVITE = "/api/v1/invites/{}";

    @Test
    void anInviteLastsAWeekAndLetsInAnyNumberUnlessToldOtherwise() {
        var guild = given.guild();

        var invite = make(guild).post(MAKE, guild.id()).expect(201).data();

        assertThat(invite.text("code")).matches("[A-Za-z0-9_-]{11,}");
        assertThat(invite.text("guild_id")).isEqualTo(guild.id().value());
        assertThat(invite.text("inviter", "id")).isEqualTo(guild.owner().id().value());
        assertThat(invite.at("uses").value()).isEqualTo(0);
        assertThat(invite.has("max_uses")).isFalse();
        assertThat(Duration.between(Instant.parse(invite.text("created_at")), Instant.parse(invite.text("expires_at"))))
                .isEqualTo(Duration.ofDays(7));
    }

    @Test
    void zeroSecondsMeansForEver() {
        var guild = given.guild();

        var invite = make(guild)
                .with("max_age_seconds", 0)
                .post(MAKE, guild.id())
                .expect(201)
                .data();

        assertThat(invite.has("expires_at")).isFalse();
    }

    @Test
    void limitsOutOfRangeAreRefusedTogether() {
        var guild = given.guild();

        make(guild)
                .with("max_uses", 0)
                .with("max_age_seconds", -1)
                .post(MAKE, guild.id())
                .faults("max_uses", "max_age_seconds");
        make(guild).with("max_uses", Long.MAX_VALUE).post(MAKE, guild.id()).faults("max_uses");
        make(guild)
                .with("max_age_seconds", Long.MAX_VALUE)
                .post(MAKE, guild.id())
                .faults("max_age_seconds");
    }

    @Test
    void makingOneTakesThePermission() {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL);
        var member = guild.member();

        api.as(member)
                .withBody("{}")
                .post(MAKE, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "create_invites");
        make(guild).post(MAKE, guild.id()).expect(201);
    }

    @Test
    void aStrangerCannotInvite() {
        var guild = given.guild();

        api.as(given.person()).withBody("{}").post(MAKE, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void lookingNeedsNoAccountAndUsesNothingUp() {
        var guild = given.guild();
        var code = make(guild)
                .with("max_uses", 1)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");

        for (var i = 0; i < 5; i++) {
            var seen = api.get(INVITE, code).expect(200).data();
            assertThat(seen.at("uses").value()).isEqualTo(0);
            assertThat(seen.text("guild_name")).startsWith("Guild of");
            assertThat(seen.at("member_count").value()).isEqualTo(1);
        }

        accept(given.person(), code).expect(200);
    }

    @Test
    void acceptingJoinsAndShowsTheGuild() {
        var guild = given.guild();
        var code = given.invite(guild).code();
        var newcomer = given.person();

        var joined = accept(newcomer, code).expect(200).data();

        assertThat(joined.text("id")).isEqualTo(guild.id().value());
        assertThat(joined.at("member_count").value()).isEqualTo(2);
        api.as(newcomer).get("/api/v1/channels/{}/messages", guild.channel()).expect(200);
        assertThat(api.get(INVITE, code).expect(200).data().at("uses").value()).isEqualTo(1);
    }

    @Test
    void aMemberWhoAcceptsAgainUsesNothingUp() {
        var guild = given.guild();
        var code = make(guild)
                .with("max_uses", 1)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");

        accept(guild.owner(), code).expect(200);
        var newcomer = given.person();
        accept(newcomer, code).expect(200);

        var again = accept(newcomer, code).expect(200).data();
        assertThat(again.at("member_count").value()).isEqualTo(2);
    }

    @Test
    void usedUpExpiredAndUnknownInvitesAreAnsweredAlike() {
        var guild = given.guild();
        var used = make(guild)
                .with("max_uses", 1)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
        accept(given.person(), used).expect(200);
        var expired = make(guild)
                .with("max_age_seconds", 60)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
        api.get(INVITE, expired).expect(200);
        server.clock().advance(Duration.ofSeconds(60));
        var latecomer = given.person();

        for (var code : new String[] {used, expired, "unknown", "x".repeat(300)}) {
            api.get(INVITE, code).expectError(404, "invite_not_found");
            accept(latecomer, code).expectError(404, "invite_not_found");
        }
    }

    @Test
    void acceptingTakesASession() {
        api.post(INVITE, given.invite(given.guild()).code()).expectError(401, "missing_token");
    }

    @Test
    void ofThirtyAtOnceExactlyAsManyComeInAsTheInviteAllows() {
        var guild = given.guild();
        var code = make(guild)
                .with("max_uses", 7)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
        var crowd = Stream.generate(given::person).limit(30).toList();

        var replies = Together.run(30, number -> accept(crowd.get(number), code));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(7);
        replies.stream()
                .filter(reply -> reply.status() != 200)
                .forEach(reply -> reply.expectError(404, "invite_not_found"));
        assertThat(members(guild)).isEqualTo(8);
    }

    @Test
    void onePersonOnManyDevicesJoinsOnce() {
        var guild = given.guild();
        var code = make(guild)
                .with("max_uses", 5)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
        var other = given.invite(guild).code();
        var newcomer = given.person();

        var replies = Together.run(30, number -> accept(newcomer, number % 2 == 0 ? code : other));

        assertThat(replies).allMatch(reply -> reply.status() == 200);
        assertThat(members(guild)).isEqualTo(2);
        var uses = Stream.of(code, other)
                .mapToLong(each -> api.get(INVITE, each).expect(200).data().number("uses"))
                .sum();
        assertThat(uses).isEqualTo(1);
    }

    @Test
    void theListHoldsWhatStillWorksNewestFirst() {
        var guild = given.guild();
        var first = given.invite(guild).code();
        server.clock().advance(Duration.ofMillis(5));
        var second = made(guild, "max_uses", 2);
        var used = made(guild, "max_uses", 1);
        accept(given.person(), used).expect(200);
        var expired = made(guild, "max_age_seconds", 60);
        server.clock().advance(Duration.ofSeconds(60));

        var listed = api.as(guild.memberWith(Permission.MANAGE_GUILD))
                .get(MAKE, guild.id())
                .expect(200)
                .data();

        var codes = listed.texts("code");
        assertThat(codes).contains(first, second).doesNotContain(used, expired);
        assertThat(codes.indexOf(second)).isLessThan(codes.indexOf(first));
        assertThat(listed.text(codes.indexOf(first), "inviter", "id"))
                .isEqualTo(guild.owner().id().value());
    }

    @Test
    void listingTakesThePermission() {
        var guild = given.guild();

        api.as(guild.member())
                .get(MAKE, guild.id())
                .expectError(403, "missing_permission")
                .detail("permission", "manage_guild");
        api.as(given.person()).get(MAKE, guild.id()).expectError(404, "guild_not_found");
    }

    @Test
    void anEndedInviteLetsNobodyIn() {
        var guild = given.guild();
        var code = given.invite(guild).code();

        api.as(guild.memberWith(Permission.MANAGE_GUILD)).delete(INVITE, code).expect(204);

        api.get(INVITE, code).expectError(404, "invite_not_found");
        accept(given.person(), code).expectError(404, "invite_not_found");
        api.as(guild.owner()).delete(INVITE, code).expectError(404, "invite_not_found");
    }

    @Test
    void onesOwnInviteCanBeEndedAndThoseOfOthersNot() {
        var guild = given.guild();
        var member = guild.member();
        var own = api.as(member)
                .withBody("{}")
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
        var other = given.invite(guild).code();

        api.as(member).delete(INVITE, own).expect(204);
        api.as(member)
                .delete(INVITE, other)
                .expectError(403, "missing_permission")
                .detail("permission", "manage_guild");
        api.as(given.person()).delete(INVITE, other).expectError(404, "guild_not_found");
        api.as(member).delete(INVITE, "unknown").expectError(404, "invite_not_found");
        api.delete(INVITE, other).expectError(401, "missing_token");
    }

    @Test
    void whatUsedUpInvitesWereIsNotTold() {
        var guild = given.guild();
        var code = made(guild, "max_uses", 1);
        accept(given.person(), code).expect(200);

        api.as(guild.owner()).delete(INVITE, code).expectError(404, "invite_not_found");
    }

    private String made(World guild, String field, int value) {
        return make(guild)
                .with(field, value)
                .post(MAKE, guild.id())
                .expect(201)
                .data()
                .text("code");
    }

    /// Counted anew, and as the guild itself says.
    private int members(World guild) {
        var listed = api.as(guild.owner())
                .get("/api/v1/guilds/{}/members?limit=1000", guild.id())
                .expect(200)
                .data()
                .list()
                .size();
        var counted = api.as(guild.owner())
                .get("/api/v1/guilds/{}", guild.id())
                .expect(200)
                .data();
        assertThat(counted.at("member_count").value()).isEqualTo(listed);
        return listed;
    }

    private Api make(World guild) {
        return api.as(guild.owner()).withBody("{}");
    }

    private Reply accept(Person person, String code) {
        return api.as(person).post(INVITE, code);
    }
}
