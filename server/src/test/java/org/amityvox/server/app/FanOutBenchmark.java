// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.http.Frame;
import org.amityvox.server.platform.http.Socket;
import org.junit.jupiter.api.Test;

/// What one edit of a role costs in a guild of 5,000 connected members, against telling each of them by themselves.
/// `./amityvox bench` runs it; its lines begin with `bench`.
class FanOutBenchmark extends ServerTest {
    private static final int MEMBERS = 5000;
    private static final int CHANNELS = 100;
    private static final int ROLES = 20;
    private static final int EDITS = 9;

    private static final String ADD_PEOPLE = """
            INSERT INTO users (id, instance_id, username, status, admin, bot, created_at)
            SELECT '01J' || lpad(n::text, 23, '0'), i.id, 'crowd_' || n, 'online', false, false, now()
              FROM generate_series(1, :count) AS n, instances i
             WHERE i.local
            """;

    private static final String ADD_SESSIONS = """
            INSERT INTO sessions (id, user_id, token_hash, created_at, last_used_at)
            SELECT '01J' || lpad(n::text, 23, '0'), '01J' || lpad(n::text, 23, '0'),
                   sha256(convert_to(lpad(n::text, 43, 't'), 'UTF8')), now(), now()
              FROM generate_series(1, :count) AS n
            """;

    private static final String ADD_MEMBERS = """
            INSERT INTO guild_members (guild_id, user_id, joined_at)
            SELECT :guild, '01J' || lpad(n::text, 23, '0'), now()
              FROM generate_series(1, :count) AS n
            """;

    private static final String GIVE_ROLE = """
            INSERT INTO member_roles (guild_id, user_id, role_id)
            SELECT :guild, '01J' || lpad(n::text, 23, '0'), :role
              FROM generate_series(1, :count) AS n
             WHERE n % :of = :rest OR n % 3 = :rest % 3
            """;

    private static final String COUNT = """
            UPDATE guilds SET member_count = member_count + :count, rights_version = rights_version + 1 WHERE id = :guild
            """;

    private static final String OVERRIDE_EACH = """
            INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow, permissions_deny)
            SELECT :channel, 'user', '01J' || lpad(n::text, 23, '0'), 0, 8388608
              FROM generate_series(1, :count) AS n
            """;

    /// Many sockets; tells how many frames they were handed, and how many of those were different.
    private static final class Crowd {
        private final AtomicLong handed = new AtomicLong();
        private final Set<Frame> written = ConcurrentHashMap.newKeySet();

        Socket socket() {
            return new Socket() {
                @Override
                public boolean offer(Frame frame) {
                    handed.incrementAndGet();
                    written.add(frame);
                    return true;
                }

                @Override
                public void close(int code, String reason) {}

                @Override
                public void finish(int code, String reason) {}

                @Override
                public boolean isOpen() {
                    return true;
                }

                @Override
                public void abort() {}

                @Override
                public String clientAddress() {
                    return "127.0.0.1";
                }

                @Override
                public String limitKey() {
                    return "127.0.0.1";
                }

                @Override
                public Optional<String> query(String name) {
                    return Optional.empty();
                }

                @Override
                public long queuedBytes() {
                    return 0;
                }
            };
        }
    }

    @Test
    void oneRoleEditReachesFiveThousandMembers() {
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        for (var i = 1; i < CHANNELS; i++) {
            instance.given().channel(guild, "channel-" + i);
        }
        var roles = new ArrayList<RoleId>();
        for (var i = 0; i < ROLES; i++) {
            roles.add(guild.role("role-" + i, Permission.VIEW_CHANNEL));
        }
        gather(instance, guild.id(), roles);
        var crowd = new Crowd();
        var gateway = instance.features().gateway().gateway();
        for (var n = 1; n <= MEMBERS; n++) {
            var token = "t".repeat(43 - Integer.toString(n).length()) + n;
            gateway.open(crowd.socket()).text("{\"op\":2,\"d\":{\"token\":\"%s\"}}".formatted(token));
        }
        instance.settle();

        var byClass = edits(instance, guild, roles.getLast(), crowd);
        say("edit of a role to the last of %s members: %s ms (median of %s)"
                .formatted(MEMBERS, millis(byClass.nanos()), EDITS));
        say("frames written for it: %s, handed over: %s".formatted(byClass.written(), byClass.handed()));

        alone(instance, guild.id(), guild.channel());
        var oneByOne = edits(instance, guild, roles.getLast(), crowd);
        say("the same when each has an override of their own: %s ms".formatted(millis(oneByOne.nanos())));
        say("frames written for it: %s, handed over: %s".formatted(oneByOne.written(), oneByOne.handed()));
        say("ratio, one by one / by class: %s"
                .formatted(String.format(Locale.ROOT, "%.1f", (double) oneByOne.nanos() / byClass.nanos())));

        assertThat(byClass.written()).isLessThan(100);
    }

    private record Cost(long nanos, long written, long handed) {}

    private static Cost edits(TestInstance instance, World guild, RoleId role, Crowd crowd) {
        var nanos = new long[EDITS];
        var handed = 0L;
        for (var i = 0; i < EDITS; i++) {
            crowd.written.clear();
            crowd.handed.set(0);
            var allow = i % 2 == 0 ? List.of("view_channel", "manage_messages") : List.of("view_channel");
            var begin = System.nanoTime();
            instance.api()
                    .as(guild.owner())
                    .with("permissions_allow", allow)
                    .patch("/api/v1/guilds/{}/roles/{}", guild.id(), role)
                    .expect(200);
            instance.settle();
            nanos[i] = System.nanoTime() - begin;
            handed = crowd.handed.get();
        }
        Arrays.sort(nanos);
        return new Cost(nanos[EDITS / 2], crowd.written.size(), handed);
    }

    private static void gather(TestInstance instance, GuildId guild, List<RoleId> roles) {
        instance.db().useTransaction(tx -> {
            tx.sql(ADD_PEOPLE).bind("count", MEMBERS).update();
            tx.sql(ADD_SESSIONS).bind("count", MEMBERS).update();
            tx.sql(ADD_MEMBERS).bind("count", MEMBERS).bind("guild", guild).update();
            for (var i = 0; i < roles.size(); i++) {
                tx.sql(GIVE_ROLE)
                        .bind("count", MEMBERS)
                        .bind("guild", guild)
                        .bind("role", roles.get(i))
                        .bind("of", roles.size())
                        .bind("rest", i)
                        .update();
            }
            tx.sql(COUNT).bind("count", MEMBERS).bind("guild", guild).update();
        });
        instance.features().access().forget(guild);
    }

    /// Puts each member into a class of their own.
    private static void alone(TestInstance instance, GuildId guild, ChannelId channel) {
        instance.db().useTransaction(tx -> {
            tx.sql(OVERRIDE_EACH)
                    .bind("count", MEMBERS)
                    .bind("channel", channel)
                    .update();
            tx.sql(COUNT).bind("count", 0).bind("guild", guild).update();
        });
        instance.features().access().forget(guild);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", Duration.ofNanos(nanos).toNanos() / 1e6);
    }

    private static void say(String line) {
        System.out.println("bench fan-out: " + line);
    }
}
