// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `guild_members` table.
final class MemberStore {
    private static final String INSERT = """
            INSERT INTO guild_members (guild_id, user_id, joined_at)
            VALUES (:guild, :user, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String DELETE = """
            DELETE FROM guild_members
             WHERE guild_id = :guild
               AND user_id = :user
            """;

    private static final String DEPART_ALL = """
            WITH gone AS (
                DELETE FROM guild_members
                 WHERE guild_id = :guild
                RETURNING guild_id, user_id
            )
            INSERT INTO guild_departures (guild_id, user_id, deleted_at)
            SELECT guild_id, user_id, :now
              FROM gone
            """;

    private static final String SET_NICKNAME = """
            UPDATE guild_members
               SET nickname = :nickname::text
             WHERE guild_id = :guild
               AND user_id = :user
            """;

    private static final String GUILDS_OF = """
            SELECT guild_id
              FROM guild_members
             WHERE user_id = :user
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String DELETED_GUILDS_OF = """
            SELECT guild_id
              FROM guild_departures
             WHERE user_id = :user
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String FELLOWS_OF = """
            SELECT DISTINCT fellow.user_id
              FROM guild_members own
              JOIN guild_members fellow ON fellow.guild_id = own.guild_id
             WHERE own.user_id = :user
             ORDER BY fellow.user_id
             LIMIT 100000
            """;

    private static final String PAGE = """
            SELECT m.guild_id, m.nickname, m.role_ids, m.joined_at, m.timeout_until,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM v_guild_memberships m
              JOIN v_user_profiles u ON u.id = m.user_id
             WHERE m.guild_id = :guild
               AND m.user_id > :after
             ORDER BY m.user_id
             LIMIT :limit
            """;

    private static final String SEARCH = """
            SELECT m.guild_id, m.nickname, m.role_ids, m.joined_at, m.timeout_until,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM v_guild_memberships m
              JOIN v_user_profiles u ON u.id = m.user_id
             WHERE m.guild_id = :guild
               AND m.user_id > :after
               AND (starts_with(lower(u.username), lower(:query))
                    OR starts_with(lower(coalesce(u.display_name, '')), lower(:query))
                    OR starts_with(lower(coalesce(m.nickname, '')), lower(:query)))
             ORDER BY m.user_id
             LIMIT :limit
            """;

    private static final String OF_SMALL_GUILDS = """
            SELECT m.guild_id, m.nickname, m.role_ids, m.joined_at, m.timeout_until,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM guilds g
              JOIN v_guild_memberships m ON m.guild_id = g.id
              JOIN v_user_profiles u ON u.id = m.user_id
             WHERE g.id = ANY(:guilds)
               AND (g.member_count <= :most OR m.user_id = :viewer)
             ORDER BY m.guild_id, m.user_id
             LIMIT 100000
            """;

    private static final String LIST = """
            SELECT m.guild_id, m.nickname, m.role_ids, m.joined_at, m.timeout_until,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM v_guild_memberships m
              JOIN v_user_profiles u ON u.id = m.user_id
             WHERE m.guild_id = ANY(:guilds)
               AND m.user_id = ANY(:users)
             ORDER BY m.guild_id, m.user_id
             LIMIT 10000
            """;

    /// @return false if the account is a member already
    boolean insert(Tx tx, GuildId guild, UserId user, Instant now) {
        return tx.sql(INSERT)
                        .bind("guild", guild)
                        .bind("user", user)
                        .bind("now", now)
                        .update()
                > 0;
    }

    /// Takes a member out, with roles and nickname.
    ///
    /// @return false if the account is no member
    boolean delete(Tx tx, GuildId guild, UserId user) {
        return tx.sql(DELETE).bind("guild", guild).bind("user", user).update() > 0;
    }

    /// Takes everybody out of a guild that ends, and remembers them.
    void departAll(Tx tx, GuildId guild, Instant now) {
        tx.sql(DEPART_ALL).bind("guild", guild).bind("now", now).update();
    }

    /// The guilds that an account is in, ascending.
    List<GuildId> guildsOf(Tx tx, UserId user) {
        return tx.sql(GUILDS_OF).bind("user", user).list(row -> row.as("guild_id", GuildId::new));
    }

    /// The guilds that an account was in when they were deleted, as far back as the log goes; ascending.
    List<GuildId> deletedGuildsOf(Tx tx, UserId user) {
        return tx.sql(DELETED_GUILDS_OF).bind("user", user).list(row -> row.as("guild_id", GuildId::new));
    }

    /// Everybody who shares a guild with an account, the account too, ascending.
    List<UserId> fellowsOf(Tx tx, UserId user) {
        return tx.sql(FELLOWS_OF).bind("user", user).list(row -> row.as("user_id", UserId::new));
    }

    /// Members by ascending account id, beyond `after`, at most `limit`.
    List<Member> page(Tx tx, GuildId guild, String after, int limit) {
        return tx.sql(PAGE)
                .bind("guild", guild)
                .bind("after", after)
                .bind("limit", limit)
                .list(Member::of);
    }

    /// Members whose username, display name or nickname starts with `query`, whatever the case; as [#page].
    List<Member> search(Tx tx, GuildId guild, String query, String after, int limit) {
        return tx.sql(SEARCH)
                .bind("guild", guild)
                .bind("query", query)
                .bind("after", after)
                .bind("limit", limit)
                .list(Member::of);
    }

    /// All members of those guilds that have at most `most`, of the others only `viewer`; guild by guild.
    List<Member> ofSmallGuilds(Tx tx, Collection<GuildId> guilds, int most, UserId viewer) {
        return tx.sql(OF_SMALL_GUILDS)
                .bind("guilds", guilds)
                .bind("most", most)
                .bind("viewer", viewer)
                .list(Member::of);
    }

    /// The memberships of any of `users` in any of `guilds`.
    List<Member> list(Tx tx, Collection<GuildId> guilds, Collection<UserId> users) {
        return tx.sql(LIST).bind("guilds", guilds).bind("users", users).list(Member::of);
    }

    /// @param nickname `null` => none
    void setNickname(Tx tx, GuildId guild, UserId user, @Nullable String nickname) {
        tx.sql(SET_NICKNAME)
                .bind("guild", guild)
                .bind("user", user)
                .bind("nickname", nickname)
                .update();
    }

    /// The membership of one account in one guild.
    Optional<Member> find(Tx tx, GuildId guild, UserId user) {
        return list(tx, List.of(guild), List.of(user)).stream().findFirst();
    }
}
