// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;

/// What ends by the clock ends as an event, with nobody touching anything.
class DueJobTest extends ServerTest {
    private static final String MEMBER = "/api/v1/guilds/{}/members/{}";
    private static final String BAN = "/api/v1/guilds/{}/bans/{}";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @Test
    void aTimeOutThatIsOverGivesTheRightsBackWithinASecond() {
        var guild = given.guild();
        var member = guild.member();
        timeOut(guild, member, Duration.ofSeconds(60));
        var socket = server.connect(member);
        api.as(member).with("content", "early").post(MESSAGES, guild.channel()).expectError(403, "timed_out");
        var begin = System.nanoTime();

        server.clock().advance(Duration.ofSeconds(60));

        assertThat(socket.await("GUILD_MEMBER_UPDATE").d().has("timeout_until")).isFalse();
        assertThat(socket.await("GUILD_ACCESS_UPDATE").d().list("permissions").toString())
                .contains("send_messages");
        api.as(member).with("content", "late").post(MESSAGES, guild.channel()).expect(201);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aTimeOutThatIsProlongedDoesNotEndEarly() {
        var guild = given.guild();
        var member = guild.member();
        timeOut(guild, member, Duration.ofSeconds(30));
        timeOut(guild, member, Duration.ofMinutes(10));

        server.clock().advance(Duration.ofSeconds(60));
        server.endDue();

        api.as(member).with("content", "early").post(MESSAGES, guild.channel()).expectError(403, "timed_out");
    }

    @Test
    void whoLeftIsFreeWhenTheyComeBackLater() {
        var guild = given.guild();
        var member = guild.member();
        timeOut(guild, member, Duration.ofSeconds(60));
        api.as(guild.owner()).delete(MEMBER, guild.id(), member).expect(204);

        server.clock().advance(Duration.ofSeconds(60));
        server.endDue();
        guild.joins(member);

        api.as(member).with("content", "hello").post(MESSAGES, guild.channel()).expect(201);
    }

    @Test
    void aBanThatIsOverLetsThemInAndIsGone() {
        var guild = given.guild();
        var person = given.person();
        var code = given.invite(guild).code();
        api.as(guild.owner())
                .with("duration_seconds", 60)
                .put(BAN, guild.id(), person)
                .expect(200);
        api.as(person).post("/api/v1/invites/{}", code).expectError(403, "banned");

        server.clock().advance(Duration.ofSeconds(60));
        api.as(person).post("/api/v1/invites/{}", code).expect(200);
        server.endDue();

        api.as(guild.owner()).get(BAN, guild.id(), person).expectError(404, "ban_not_found");
        assertThat(rows("guild_ban_removed", List.of(person.id()))).isEqualTo(1);
    }

    @Test
    void runsAtTheSameTimeEndEverythingOnce() {
        var one = startServer(Registration.OPEN);
        var guilds = Stream.generate(one.given()::guild).limit(4).toList();
        var members = guilds.stream()
                .flatMap(guild -> Stream.generate(guild::member).limit(5).map(member -> timedOut(one, guild, member)))
                .toList();
        // Nothing is shared between two runs but the database, as between two servers.
        one.clock().advance(Duration.ofSeconds(60));

        Together.run(8, _ -> {
            one.endDue();
            return true;
        });
        one.endDue();

        var ids = members.stream().map(Person::id).toList();
        var ended = one.db().<Long>single(tx -> tx.sql("""
                        SELECT count(*) AS count
                          FROM event_log
                         WHERE kind = 'guild_member_rights_changed' AND actor_id IS NULL AND user_id = ANY(:users)
                        """).bind("users", ids).one(row -> row.number("count")));
        assertThat(ended).isEqualTo(20);
        assertThat(one.db()
                        .<Long>single(tx ->
                                tx.sql("SELECT count(*) AS count FROM timeouts").one(row -> row.number("count"))))
                .isZero();
    }

    private static Person timedOut(TestInstance instance, World guild, Person member) {
        instance.api()
                .as(guild.owner())
                .with("timeout_until", Json.time(instance.clock().instant().plus(Duration.ofSeconds(60))))
                .patch(MEMBER, guild.id(), member)
                .expect(200);
        return member;
    }

    private void timeOut(World guild, Person member, Duration time) {
        api.as(guild.owner())
                .with("timeout_until", Json.time(server.clock().instant().plus(time)))
                .patch(MEMBER, guild.id(), member)
                .expect(200);
    }

    private long rows(String kind, List<UserId> users) {
        return server.db()
                .<Long>single(tx -> tx.sql(
                                "SELECT count(*) AS count FROM event_log WHERE kind = :kind AND user_id = ANY(:users)")
                        .bind("kind", kind)
                        .bind("users", users)
                        .one(row -> row.number("count")));
    }
}
