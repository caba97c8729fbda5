// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.permissions.Permission.BAN_MEMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Audited;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.junit.jupiter.api.Test;

class BanApiTest extends ServerTest {
    private static final String BANS = "/api/v1/guilds/{}/bans";
    private static final String BAN = "/api/v1/guilds/{}/bans/{}";
    private static final String MEMBER = "/api/v1/guilds/{}/members/{}";
    private static final String INVITE = "/api/v1/invites/{}";

    @Test
    void aBanRemovesAndKeepsOut() {
        var guild = given.guild();
        var moderator = guild.memberWith(BAN_MEMBERS);
        var member = guild.member();
        var invite = given.invite(guild);
        var theirs = server.connect(member);
        var others = server.connect(guild.owner());

        var ban = as(moderator)
                .with("reason", "  spam  ")
                .put(BAN, guild.id(), member)
                .expect(200)
                .data();

        assertThat(ban.text("user", "id")).isEqualTo(member.id().value());
        assertThat(ban.text("reason")).isEqualTo("spam");
        assertThat(ban.text("banned_by", "id")).isEqualTo(moderator.id().value());
        assertThat(ban.has("expires_at")).isFalse();
        assertThat(theirs.await("GUILD_DELETE").d().text("reason")).isEqualTo("removed");
        assertThat(others.await("GUILD_MEMBER_REMOVE").d().text("user_id"))
                .isEqualTo(member.id().value());
        var refusal = api.as(member).post(INVITE, invite.code()).expectError(403, "banned");
        assertThat(refusal.body()).doesNotContain("spam");
        assertThat(api.get(INVITE, invite.code()).expect(200).data().number("uses"))
                .isZero();
    }

    @Test
    void whoIsNoMemberCanBeBannedAndWhoDoesNotExistCannot() {
        var guild = given.guild();
        var stranger = given.person();
        var invite = given.invite(guild);

        as(guild.owner()).put(BAN, guild.id(), stranger).expect(200);
        as(guild.owner()).put(BAN, guild.id(), "01J00000000000000000000000").expectError(404, "user_not_found");
        as(guild.owner()).put(BAN, guild.id(), "nonsense").expectError(404, "user_not_found");

        api.as(stranger).post(INVITE, invite.code()).expectError(403, "banned");
    }

    @Test
    void liftingABanLetsThemIn() {
        var guild = given.guild();
        var moderator = guild.memberWith(BAN_MEMBERS);
        var person = given.person();
        as(moderator).put(BAN, guild.id(), person).expect(200);

        api.as(moderator).delete(BAN, guild.id(), person).expect(204);

        api.as(moderator).get(BAN, guild.id(), person).expectError(404, "ban_not_found");
        api.as(moderator).delete(BAN, guild.id(), person).expectError(404, "ban_not_found");
        guild.joins(person);
    }

    @Test
    void aRepeatChangesNothingAndOtherTermsTakeTheirPlace() {
        var guild = given.guild();
        var person = given.person();
        var first = as(guild.owner())
                .with("reason", "spam")
                .put(BAN, guild.id(), person)
                .expect(200);

        var again = as(guild.owner())
                .with("reason", "spam")
                .put(BAN, guild.id(), person)
                .expect(200);
        var other = as(guild.owner())
                .with("reason", "rude")
                .with("duration_seconds", 3600)
                .put(BAN, guild.id(), person)
                .expect(200)
                .data();

        assertThat(again.data()).isEqualTo(first.data());
        assertThat(other.text("reason")).isEqualTo("rude");
        assertThat(other.text("created_at")).isEqualTo(first.data().text("created_at"));
        assertThat(Duration.between(server.clock().instant(), Instant.parse(other.text("expires_at"))))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(Audited.in(server, guild))
                .extracting(Audited::action)
                .containsExactly("member_banned", "member_banned");
    }

    @Test
    void bansAreListedByAccountPageByPage() {
        var guild = given.guild();
        // Ids of one millisecond have no order of their own.
        var people = Stream.generate(given::person)
                .limit(3)
                .sorted(Comparator.comparing(person -> person.id().value()))
                .toList();
        people.reversed()
                .forEach(
                        person -> as(guild.owner()).put(BAN, guild.id(), person).expect(200));

        var first = api.as(guild.owner()).get(BANS + "?limit=2", guild.id()).expect(200);
        var rest = api.as(guild.owner())
                .get(BANS + "?limit=2&after={}", guild.id(), people.get(1))
                .expect(200);

        assertThat(users(first.data().list().stream().map(ban -> ban.text("user", "id"))))
                .isEqualTo(ids(people.subList(0, 2)));
        assertThat(users(rest.data().list().stream().map(ban -> ban.text("user", "id"))))
                .isEqualTo(ids(people.subList(2, 3)));
        api.as(guild.owner()).get(BANS + "?limit=101&after=x", guild.id()).faults("limit", "after");
        assertThat(api.as(guild.owner())
                        .get(BAN, guild.id(), people.getFirst())
                        .expect(200)
                        .data()
                        .text("user", "id"))
                .isEqualTo(people.getFirst().id().value());
    }

    private static List<String> users(Stream<String> ids) {
        return ids.toList();
    }

    private static List<String> ids(List<Person> people) {
        return people.stream().map(person -> person.id().value()).toList();
    }

    @Test
    void allOfItTakesThePermission() {
        var guild = given.guild();
        var member = guild.member();
        var person = given.person();

        for (var reply : List.of(
                api.as(member).get(BANS, guild.id()),
                api.as(member).get(BAN, guild.id(), person),
                as(member).put(BAN, guild.id(), person),
                api.as(member).delete(BAN, guild.id(), person))) {
            reply.expectError(403, "missing_permission").detail("permission", "ban_members");
        }
        for (var reply : List.of(
                api.as(person).get(BANS, guild.id()),
                api.as(person).get(BAN, guild.id(), member),
                as(person).put(BAN, guild.id(), member),
                api.as(person).delete(BAN, guild.id(), member))) {
            reply.expectError(404, "guild_not_found");
        }
    }

    @Test
    void nobodyBansThoseAtOrAboveTheirRankNorThemselves() {
        var guild = given.guild();
        var moderator = guild.memberWith(BAN_MEMBERS);
        var peer = guild.memberWith(BAN_MEMBERS);

        for (var target : List.of(peer, guild.owner(), moderator)) {
            as(moderator).put(BAN, guild.id(), target).expectError(403, "role_hierarchy");
        }
        as(guild.owner()).put(BAN, guild.id(), guild.owner()).expectError(403, "role_hierarchy");
        api.as(peer).get(MEMBER, guild.id(), peer).expect(200);
    }

    @Test
    void termsOutOfRangeAreRefusedTogether() {
        var guild = given.guild();

        as(guild.owner())
                .with("reason", "x".repeat(513))
                .with("duration_seconds", 59)
                .with("delete_message_seconds", 604_801)
                .put(BAN, guild.id(), given.person())
                .faults("reason", "duration_seconds", "delete_message_seconds");
        as(guild.owner())
                .with("duration_seconds", 31_536_001)
                .with("delete_message_seconds", -1)
                .put(BAN, guild.id(), given.person())
                .faults("duration_seconds", "delete_message_seconds");
    }

    @Test
    void aBanAndAJoinAtTheSameMomentLeaveNoBannedMember() {
        var guild = given.guild();
        var code = given.invite(guild).code();

        for (var round = 0; round < 15; round++) {
            var person = given.person();
            Together.run(
                    2,
                    number -> number == 0
                            ? as(guild.owner()).put(BAN, guild.id(), person).expect(200)
                            : api.as(person).post(INVITE, code));

            api.as(guild.owner()).get(MEMBER, guild.id(), person).expectError(404, "member_not_found");
        }
        assertThat(api.as(guild.owner())
                        .get("/api/v1/guilds/{}", guild.id())
                        .expect(200)
                        .data()
                        .number("member_count"))
                .isEqualTo(1);
    }

    @Test
    void recentMessagesOfTheBannedAreRemovedInAllChannels() {
        var guild = given.guild();
        var other = given.channel(guild, "plans");
        var member = guild.member();
        var kept = given.message(guild.owner(), guild.channel(), "kept");
        var first = given.message(member, guild.channel(), "one");
        var second = given.message(member, guild.channel(), "two");
        var elsewhere = given.message(member, other.id(), "three");
        var viewer = server.connect(guild.owner());

        as(guild.owner())
                .with("delete_message_seconds", 600)
                .put(BAN, guild.id(), member)
                .expect(200);

        var frames = viewer.framesUntil(frame -> frame.is("CHANNEL_UPDATE")
                && frame.d().text("id").equals(other.id().value()));
        var bulks = frames.stream()
                .filter(frame -> frame.is("MESSAGE_DELETE_BULK"))
                .map(GatewayFrame::d)
                .toList();
        assertThat(bulks).hasSize(2);
        assertThat(bulks.getFirst().at("message_ids").value()).isEqualTo(List.of(first.value(), second.value()));
        assertThat(bulks.getLast().at("message_ids").value()).isEqualTo(List.of(elsewhere.value()));
        assertThat(frames.getLast().d().has("last_message_id")).isFalse();
        assertThat(contents(guild)).containsExactly("kept");
        var channels = api.as(guild.owner())
                .get("/api/v1/guilds/{}/channels", guild.id())
                .expect(200)
                .data();
        assertThat(channels.at(0).text("last_message_id")).isEqualTo(kept.value());
    }

    @Test
    void olderMessagesStay() {
        var guild = given.guild();
        var member = guild.member();
        given.message(member, guild.channel(), "old");
        server.clock().advance(Duration.ofSeconds(20));
        given.message(member, guild.channel(), "new");

        as(guild.owner())
                .with("delete_message_seconds", 10)
                .put(BAN, guild.id(), member)
                .expect(200);

        assertThat(contents(guild)).containsExactly("old");
    }

    @Test
    void aThousandMessagesGoInSeveralStepsAndOnResumeToo() {
        var guild = given.guild();
        var member = guild.member();
        var kept = given.message(guild.owner(), guild.channel(), "kept");
        var viewer = guild.member();
        var socket = server.connect(viewer);
        socket.close();
        Together.run(4, _ -> {
            for (var i = 0; i < 260; i++) {
                given.message(member, guild.channel(), "spam");
            }
            return true;
        });

        as(guild.owner())
                .with("delete_message_seconds", 3600)
                .put(BAN, guild.id(), member)
                .expect(200);
        server.settle();
        var again = server.socket();
        again.resume(viewer, socket.sessionId(), socket.cursor());

        var frames = again.framesUntil(frame -> frame.is("RESUMED"));
        var bulks = frames.stream()
                .filter(frame -> frame.is("MESSAGE_DELETE_BULK"))
                .map(frame -> frame.d().list("message_ids").size())
                .toList();
        assertThat(bulks).containsExactly(500, 500, 40);
        assertThat(frames).noneMatch(frame -> frame.is("MESSAGE_CREATE"));
        var last = frames.stream()
                .filter(frame -> frame.is("CHANNEL_UPDATE"))
                .toList()
                .getLast();
        assertThat(last.d().text("last_message_id")).isEqualTo(kept.value());
        assertThat(contents(guild)).containsExactly("kept");
    }

    @Test
    void theAuditLogTellsTermsAndReason() {
        var guild = given.guild();
        var person = given.person();

        as(guild.owner()).with("reason", "spam").put(BAN, guild.id(), person).expect(200);
        api.as(guild.owner()).delete(BAN, guild.id(), person).expect(204);

        var entries = Audited.in(server, guild);
        assertThat(entries).extracting(Audited::action).containsExactly("member_banned", "member_unbanned");
        assertThat(entries.getFirst().reason()).isEqualTo("spam");
        assertThat(entries.getFirst().targetName()).isEqualTo(person.username());
        assertThat(entries.getFirst().after()).contains("\"reason\": \"spam\"");
        assertThat(entries.getLast().before()).contains("\"reason\": \"spam\"");
    }

    private List<String> contents(World guild) {
        return api.as(guild.owner())
                .get("/api/v1/channels/{}/messages", guild.channel())
                .expect(200)
                .data()
                .texts("content");
    }

    private Api as(Person person) {
        return api.as(person).withBody("{}");
    }
}
