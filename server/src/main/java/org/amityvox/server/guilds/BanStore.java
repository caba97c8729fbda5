// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `bans` table.
final class BanStore {
    private static final String PUT = """
            INSERT INTO bans (guild_id, user_id, reason, banned_by, expires_at, created_at)
            VALUES (:guild, :user, :reason::text, :banned_by, :expires_at::timestamptz, :now)
            ON CONFLICT (guild_id, user_id)
                DO UPDATE SET reason = :reason::text, banned_by = :banned_by, expires_at = :expires_at::timestamptz
            """;

    private static final String DELETE = """
            DELETE FROM bans
             WHERE guild_id = :guild
               AND user_id = :user
            """;

    private static final String PAGE = """
            SELECT b.guild_id, b.reason, b.expires_at, b.created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at,
                   o.id AS by_id, o.username AS by_username, o.display_name AS by_display_name,
                   o.bot AS by_bot, o.created_at AS by_created_at
              FROM bans b
              JOIN v_user_profiles u ON u.id = b.user_id
              LEFT JOIN v_user_profiles o ON o.id = b.banned_by
             WHERE b.guild_id = :guild
               AND b.user_id > :after
             ORDER BY b.user_id
             LIMIT :limit
            """;

    private static final String FIND = """
            SELECT b.guild_id, b.reason, b.expires_at, b.created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at,
                   o.id AS by_id, o.username AS by_username, o.display_name AS by_display_name,
                   o.bot AS by_bot, o.created_at AS by_created_at
              FROM bans b
              JOIN v_user_profiles u ON u.id = b.user_id
              LEFT JOIN v_user_profiles o ON o.id = b.banned_by
             WHERE b.guild_id = :guild
               AND b.user_id = :user
            """;

    private static final String HOLDS = """
            SELECT user_id
              FROM bans
             WHERE guild_id = :guild
               AND user_id = :user
               AND (expires_at IS NULL OR expires_at > :now)
            """;

    private static final String PROFILE = """
            SELECT id AS user_id, username AS user_username, display_name AS user_display_name,
                   bot AS user_bot, created_at AS user_created_at
              FROM v_user_profiles
             WHERE id = :user
            """;

    private static final String GUILDS_DUE = """
            SELECT DISTINCT guild_id
              FROM bans
             WHERE expires_at <= :now
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String DELETE_DUE = """
            DELETE FROM bans
             WHERE guild_id = :guild
               AND user_id IN (SELECT user_id
                                 FROM bans
                                WHERE guild_id = :guild
                                  AND expires_at <= :now
                                ORDER BY user_id
                                LIMIT :limit)
            RETURNING user_id
            """;

    /// Bans, or gives a ban other terms.
    void put(
            Tx tx,
            GuildId guild,
            UserId user,
            @Nullable String reason,
            UserId bannedBy,
            @Nullable Instant expiresAt,
            Instant now) {
        tx.sql(PUT)
                .bind("guild", guild)
                .bind("user", user)
                .bind("reason", reason)
                .bind("banned_by", bannedBy)
                .bind("expires_at", expiresAt)
                .bind("now", now)
                .update();
    }

    void delete(Tx tx, GuildId guild, UserId user) {
        tx.sql(DELETE).bind("guild", guild).bind("user", user).update();
    }

    /// Bans by ascending account id, beyond `after`, at most `limit`.
    List<Ban> page(Tx tx, GuildId guild, String after, int limit) {
        return tx.sql(PAGE)
                .bind("guild", guild)
                .bind("after", after)
                .bind("limit", limit)
                .list(BanStore::toBan);
    }

    Optional<Ban> find(Tx tx, GuildId guild, UserId user) {
        return tx.sql(FIND).bind("guild", guild).bind("user", user).first(BanStore::toBan);
    }

    /// Whether the account may not join at this time.
    boolean holds(Tx tx, GuildId guild, UserId user, Instant now) {
        return tx.sql(HOLDS)
                .bind("guild", guild)
                .bind("user", user)
                .bind("now", now)
                .first(_ -> true)
                .orElse(false);
    }

    /// Whom a ban is about: perhaps somebody who never was a member.
    Optional<UserProfile> profile(Tx tx, UserId user) {
        return tx.sql(PROFILE).bind("user", user).first(UserProfile::of);
    }

    /// The guilds that have bans which are over, ascending.
    List<GuildId> guildsDue(Tx tx, Instant now) {
        return tx.sql(GUILDS_DUE).bind("now", now).list(row -> row.as("guild_id", GuildId::new));
    }

    /// Removes bans of a guild that are over, at most `limit`.
    ///
    /// @return whose they were, in no order
    List<UserId> deleteDue(Tx tx, GuildId guild, Instant now, int limit) {
        return tx.sql(DELETE_DUE)
                .bind("guild", guild)
                .bind("now", now)
                .bind("limit", limit)
                .list(row -> row.as("user_id", UserId::new));
    }

    private static Ban toBan(Row row) {
        return new Ban(
                row.as("guild_id", GuildId::new),
                UserProfile.of(row),
                row.textOrNull("reason"),
                row.textOrNull("by_id") == null
                        ? null
                        : new UserProfile(
                                row.as("by_id", UserId::new),
                                row.text("by_username"),
                                row.textOrNull("by_display_name"),
                                row.flag("by_bot"),
                                row.time("by_created_at")),
                row.timeOrNull("expires_at"),
                row.time("created_at"));
    }
}
