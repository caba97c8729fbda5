// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.permissions.Permission.ADMINISTRATOR;
import static org.amityvox.server.permissions.Permission.KICK_MEMBERS;
import static org.amityvox.server.permissions.Permission.MANAGE_NICKNAMES;
import static org.amityvox.server.permissions.Permission.TIMEOUT_MEMBERS;
import static org.amityvox.server.permissions.Permission.VIEW_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.amityvox.server.app.Audited;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.World;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberApiTest extends ServerTest {
    private static final String MEMBER = "/api/v1/guilds/{}/members/{}";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @Test
    void membersSeeEachOther() {
        var guild = given.guild();
        var member = guild.member();

        var seen = api.as(member)
                .get(MEMBER, guild.id(), guild.owner())
                .expect(200)
                .data();

        assertThat(seen.text("user", "id")).isEqualTo(guild.owner().id().value());
        assertThat(seen.has("nickname")).isFalse();
        assertThat(seen.has("timeout_until")).isFalse();
    }

    @Test
    void whoIsNoMemberIsNotFoundAndAStrangerFindsNobody() {
        var guild = given.guild();
        var stranger = given.person();

        api.as(guild.owner()).get(MEMBER, guild.id(), stranger).expectError(404, "member_not_found");
        api.as(guild.owner()).get(MEMBER, guild.id(), "nonsense").expectError(404, "member_not_found");
        api.as(stranger).get(MEMBER, guild.id(), guild.owner()).expectError(404, "guild_not_found");
        rename(guild.owner(), guild, stranger, "Nobody").expectError(404, "member_not_found");
    }

    @Test
    void oneNamesOneselfAndEverybodyIsTold() {
        var guild = given.guild();
        var member = guild.member();
        var viewer = server.connect(guild.owner());

        var named = rename(member, guild, member, "  Sunny  ").expect(200).data();

        assertThat(named.text("nickname")).isEqualTo("Sunny");
        var told = viewer.await("GUILD_MEMBER_UPDATE").d();
        assertThat(told.text("user", "id")).isEqualTo(member.id().value());
        assertThat(told.text("nickname")).isEqualTo("Sunny");
        rename(member, guild, member, null).expect(200);
        assertThat(viewer.await("GUILD_MEMBER_UPDATE").d().has("nickname")).isFalse();
    }

    @Test
    void theSameNicknameAgainIsNotTold() {
        var guild = given.guild();
        var member = guild.member();
        rename(member, guild, member, "Sunny").expect(200);
        var viewer = server.connect(guild.owner());

        rename(member, guild, member, "Sunny").expect(200);
        api.as(member).withBody("{}").patch(MEMBER, guild.id(), member).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");

        assertThat(viewer.framesUntilMessage("the end")).hasSize(1);
    }

    @Test
    void aNicknameIsOneLineOfUpToThirtyTwoCharacters() {
        var guild = given.guild();
        var owner = guild.owner();

        for (var bad : new String[] {"", "   ", "a\nb", "x".repeat(33)}) {
            rename(owner, guild, owner, bad).faults("nickname");
        }
        rename(owner, guild, owner, "🎉".repeat(32)).expect(200);
    }

    @Test
    void namingOneselfTakesThePermissionForIt() {
        var guild = given.guildAllowing(VIEW_CHANNEL);
        var member = guild.member();

        rename(member, guild, member, "Sunny")
                .expectError(403, "missing_permission")
                .detail("permission", "change_nickname");
    }

    @Test
    void namingOthersTakesAnotherPermissionAndAHigherRank() {
        var guild = given.guild();
        var moderator = guild.memberWith(MANAGE_NICKNAMES);
        var peer = guild.memberWith(MANAGE_NICKNAMES);
        var member = guild.member();

        rename(moderator, guild, member, "Cloudy").expect(200);
        rename(member, guild, moderator, "Cloudy")
                .expectError(403, "missing_permission")
                .detail("permission", "manage_nicknames");
        rename(moderator, guild, peer, "Cloudy").expectError(403, "role_hierarchy");
        rename(moderator, guild, guild.owner(), "Cloudy").expectError(403, "role_hierarchy");
        rename(guild.owner(), guild, moderator, "Cloudy").expect(200);
    }

    @Test
    void aTimeOutKeepsFromWritingAndSaysUntilWhen() {
        var guild = given.guild();
        var moderator = guild.memberWith(TIMEOUT_MEMBERS);
        var member = guild.member();
        var socket = server.connect(member);
        var until = in(Duration.ofMinutes(5));

        var timedOut = timeOut(moderator, guild, member, until).expect(200).data();

        assertThat(timedOut.text("timeout_until")).isEqualTo(until);
        say(member, guild).expectError(403, "timed_out").detail("timeout_until", until);
        api.as(member).get(MESSAGES, guild.channel()).expect(200);
        assertThat(socket.await("GUILD_MEMBER_UPDATE").d().text("timeout_until"))
                .isEqualTo(until);
        var access = socket.await("GUILD_ACCESS_UPDATE").d();
        assertThat(access.list("permissions").toString()).doesNotContain("send_messages", "create_invites");

        timeOut(moderator, guild, member, null).expect(200);
        say(member, guild).expect(201);
        assertThat(socket.await("GUILD_MEMBER_UPDATE").d().has("timeout_until")).isFalse();
        assertThat(socket.await("GUILD_ACCESS_UPDATE").d().list("permissions").toString())
                .contains("send_messages");
    }

    @Test
    void aTimeOutTakesThePermissionAndAHigherRank() {
        var guild = given.guild();
        var moderator = guild.memberWith(TIMEOUT_MEMBERS);
        var peer = guild.memberWith(TIMEOUT_MEMBERS);
        var until = in(Duration.ofMinutes(5));

        timeOut(guild.member(), guild, moderator, until)
                .expectError(403, "missing_permission")
                .detail("permission", "timeout_members");
        timeOut(moderator, guild, peer, until).expectError(403, "role_hierarchy");
        timeOut(moderator, guild, guild.owner(), until).expectError(403, "role_hierarchy");
        timeOut(moderator, guild, moderator, until).expectError(403, "role_hierarchy");
        timeOut(guild.owner(), guild, guild.owner(), until).expectError(403, "role_hierarchy");
    }

    @Test
    void nobodyEndsTheirOwnTimeOut() {
        var guild = given.guild();
        var moderator = guild.memberWith(TIMEOUT_MEMBERS);
        timeOut(guild.owner(), guild, moderator, in(Duration.ofMinutes(5))).expect(200);

        timeOut(moderator, guild, moderator, null).expectError(403, "role_hierarchy");
    }

    @Test
    void administratorsAreNotTimedOut() {
        var guild = given.guild();
        var administrator = guild.memberWith(ADMINISTRATOR);

        timeOut(guild.owner(), guild, administrator, in(Duration.ofMinutes(5)))
                .expectError(403, "cannot_time_out_administrator");
    }

    @Test
    void aTimeOutEndsInTheFutureAndWithinFourWeeks() {
        var guild = given.guild();
        var member = guild.member();

        for (var bad : new String[] {
            in(Duration.ofSeconds(-1)), in(Duration.ofDays(28).plusMinutes(1)), "+999999999-12-31T23:59:59Z", "soon"
        }) {
            timeOut(guild.owner(), guild, member, bad).faults("timeout_until");
        }
        timeOut(guild.owner(), guild, member, in(Duration.ofDays(27))).expect(200);
    }

    @Test
    void bothInOneRequestAreDoneTogetherOrNotAtAll() {
        var guild = given.guild();
        var moderator = guild.memberWith(TIMEOUT_MEMBERS);
        var both = guild.memberWith(TIMEOUT_MEMBERS, MANAGE_NICKNAMES);
        var member = guild.member();
        var until = in(Duration.ofMinutes(5));

        change(moderator, guild, member, "Cloudy", until).expectError(403, "missing_permission");
        var untouched =
                api.as(member).get(MEMBER, guild.id(), member).expect(200).data();
        assertThat(untouched.has("nickname") || untouched.has("timeout_until")).isFalse();

        var viewer = server.connect(guild.owner());
        change(both, guild, member, "Cloudy", until).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");
        assertThat(viewer.framesUntilMessage("the end"))
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_MEMBER_UPDATE", "MESSAGE_CREATE");
    }

    @Test
    void aTimeOutOutlivesLeavingAndJoiningAgainAndTheNicknameDoesNot() {
        var guild = given.guild();
        var member = guild.member();
        change(guild.owner(), guild, member, "Cloudy", in(Duration.ofMinutes(5)))
                .expect(200);

        api.as(member).post("/api/v1/guilds/{}/leave", guild.id()).expect(204);
        guild.joins(member);

        var again = api.as(member).get(MEMBER, guild.id(), member).expect(200).data();
        assertThat(again.has("nickname")).isFalse();
        assertThat(again.has("timeout_until")).isTrue();
        say(member, guild).expectError(403, "timed_out");
    }

    @Test
    void theAuditLogTellsWhatWasBeforeAndAfter() {
        var guild = given.guild();
        var member = guild.member();
        var until = in(Duration.ofMinutes(5));

        rename(guild.owner(), guild, member, "Cloudy").expect(200);
        rename(guild.owner(), guild, member, "Sunny").expect(200);
        timeOut(guild.owner(), guild, member, until).expect(200);
        timeOut(guild.owner(), guild, member, null).expect(200);

        var entries = Audited.in(server, guild);
        assertThat(entries)
                .extracting(Audited::action)
                .containsExactly("member_updated", "member_updated", "member_timed_out", "member_timeout_removed");
        assertThat(entries)
                .allMatch(entry -> entry.targetId().equals(member.id().value()));
        assertThat(entries).allMatch(entry -> String.valueOf(entry.targetName()).equals(member.username()));
        assertThat(entries.get(1).before()).isEqualTo("{\"nickname\": \"Cloudy\"}");
        assertThat(entries.get(1).after()).isEqualTo("{\"nickname\": \"Sunny\"}");
        assertThat(entries.get(2).after()).isEqualTo("{\"timeout_until\": \"%s\"}".formatted(until));
    }

    @Test
    void aKickRemovesAndTellsEverybody() {
        var guild = given.guild();
        var moderator = guild.memberWith(KICK_MEMBERS);
        var member = guild.member();
        var theirs = server.connect(member);
        var others = server.connect(guild.owner());

        api.as(moderator)
                .delete(MEMBER + "?reason=too%20loud", guild.id(), member)
                .expect(204);

        var gone = theirs.await("GUILD_DELETE").d();
        assertThat(gone.text("guild_id")).isEqualTo(guild.id().value());
        assertThat(gone.text("reason")).isEqualTo("removed");
        assertThat(others.await("GUILD_MEMBER_REMOVE").d().text("user_id"))
                .isEqualTo(member.id().value());
        assertThat(others.await("GUILD_UPDATE").d().number("member_count")).isEqualTo(2);
        say(member, guild).expectError(404, "channel_not_found");
        var entry = Audited.in(server, guild).getLast();
        assertThat(entry.action()).isEqualTo("member_kicked");
        assertThat(entry.reason()).isEqualTo("too loud");
        guild.joins(member);
        say(member, guild).expect(201);
    }

    @Test
    void whoIsKickedHearsNothingMore() {
        var guild = given.guild();
        var member = guild.member();
        var theirs = server.connect(member);

        api.as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);
        given.message(guild.owner(), guild.channel(), "secret");
        var elsewhere = given.guild();
        elsewhere.joins(member);
        given.message(elsewhere.owner(), elsewhere.channel(), "the end");

        assertThat(theirs.framesUntilMessage("the end"))
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_DELETE", "GUILD_CREATE", "MESSAGE_CREATE");
    }

    @Test
    void whoWasKickedMeanwhileIsToldOnResume() {
        var guild = given.guild();
        var member = guild.member();
        var socket = server.connect(member);
        socket.close();

        given.message(guild);
        api.as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);
        given.message(guild);
        server.settle();
        var again = server.socket();
        again.resume(member, socket.sessionId(), socket.cursor());

        assertThat(again.framesUntil(frame -> frame.is("RESUMED")))
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_DELETE", "RESUMED");
    }

    @Test
    void aKickTakesThePermissionAndAHigherRank() {
        var guild = given.guild();
        var moderator = guild.memberWith(KICK_MEMBERS);
        var peer = guild.memberWith(KICK_MEMBERS);
        var member = guild.member();

        api.as(member)
                .delete(MEMBER, guild.id(), moderator)
                .expectError(403, "missing_permission")
                .detail("permission", "kick_members");
        for (var target : new Person[] {peer, guild.owner(), moderator}) {
            api.as(moderator).delete(MEMBER, guild.id(), target).expectError(403, "role_hierarchy");
        }
        api.as(guild.owner()).delete(MEMBER, guild.id(), guild.owner()).expectError(403, "role_hierarchy");
        api.as(moderator).delete(MEMBER, guild.id(), given.person()).expectError(404, "member_not_found");
        api.as(given.person()).delete(MEMBER, guild.id(), member).expectError(404, "guild_not_found");
        api.as(moderator)
                .delete(MEMBER + "?reason={}", guild.id(), member, "x".repeat(513))
                .faults("reason");
        api.as(moderator).delete(MEMBER, guild.id(), member).expect(204);
        api.as(moderator).delete(MEMBER, guild.id(), member).expectError(404, "member_not_found");
    }

    @Test
    void onceAKickIsDoneNothingMoreOfTheirsIsWritten() {
        var guild = given.guild();
        var member = guild.member();
        var written = new AtomicInteger();

        Together.run(6, number -> {
            if (number == 5) {
                while (written.get() < 10) {
                    Thread.onSpinWait();
                }
                api.as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);
                return given.message(guild.owner(), guild.channel(), "after");
            }
            while (say(member, guild).status() == 201) {
                written.incrementAndGet();
            }
            return number;
        });

        var newest = api.as(guild.owner())
                .get(MESSAGES, guild.channel())
                .expect(200)
                .data()
                .at(0);
        assertThat(newest.text("content")).isEqualTo("after");
    }

    private String in(Duration time) {
        return Json.time(server.clock().instant().plus(time));
    }

    private Reply say(Person person, World guild) {
        return api.as(person).with("content", "hello").post(MESSAGES, guild.channel());
    }

    private Reply rename(Person actor, World guild, Person target, @Nullable String nickname) {
        return api.as(actor).with("nickname", nickname).patch(MEMBER, guild.id(), target);
    }

    private Reply timeOut(Person actor, World guild, Person target, @Nullable String until) {
        return api.as(actor).with("timeout_until", until).patch(MEMBER, guild.id(), target);
    }

    private Reply change(Person actor, World guild, Person target, String nickname, String until) {
        return api.as(actor)
                .with("nickname", nickname)
                .with("timeout_until", until)
                .patch(MEMBER, guild.id(), target);
    }
}
