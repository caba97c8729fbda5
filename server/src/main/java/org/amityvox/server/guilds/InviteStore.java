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

/// The `invites` table.
final class InviteStore {
    private static final String INSERT = """
            INSERT INTO invites (code, guild_id, inviter_id, max_uses, uses, expires_at, created_at)
            VALUES (:code, :guild, :inviter, :max_uses::integer, 0, :expires_at::timestamptz, :now)
            """;

    private static final String FIND = """
            SELECT i.code, i.max_uses, i.uses, i.expires_at, i.created_at,
                   g.id, g.name, g.description, g.owner_id, g.member_count, g.created_at AS guild_created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM invites i
              JOIN guilds g ON g.id = i.guild_id AND g.deleted_at IS NULL
              LEFT JOIN v_user_profiles u ON u.id = i.inviter_id
             WHERE i.code = :code
            """;

    private static final String USABLE = """
            SELECT i.code, i.max_uses, i.uses, i.expires_at, i.created_at,
                   g.id, g.name, g.description, g.owner_id, g.member_count, g.created_at AS guild_created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at
              FROM invites i
              JOIN guilds g ON g.id = i.guild_id AND g.deleted_at IS NULL
              LEFT JOIN v_user_profiles u ON u.id = i.inviter_id
             WHERE i.guild_id = :guild
               AND (i.expires_at IS NULL OR i.expires_at > :now)
               AND (i.max_uses IS NULL OR i.uses < i.max_uses)
             ORDER BY i.created_at DESC, i.code
             LIMIT 1000
            """;

    private static final String DELETE = """
            DELETE FROM invites
             WHERE code = :code
            """;

    private static final String LOCK = """
            SELECT id
              FROM guilds
             WHERE id = (SELECT guild_id FROM invites WHERE code = :code)
               FOR NO KEY UPDATE
            """;

    private static final String COUNT_USE = """
            UPDATE invites
               SET uses = uses + 1
             WHERE code = :code
            """;

    private static final String DELETE_ALL = """
            DELETE FROM invites
             WHERE guild_id = :guild
            """;

    void insert(
            Tx tx,
            String code,
            GuildId guild,
            UserId inviter,
            @Nullable Integer maxUses,
            @Nullable Instant expiresAt,
            Instant now) {
        tx.sql(INSERT)
                .bind("code", code)
                .bind("guild", guild)
                .bind("inviter", inviter)
                .bind("max_uses", maxUses)
                .bind("expires_at", expiresAt)
                .bind("now", now)
                .update();
    }

    void deleteAll(Tx tx, GuildId guild) {
        tx.sql(DELETE_ALL).bind("guild", guild).update();
    }

    Optional<Invite> find(Tx tx, String code) {
        return tx.sql(FIND).bind("code", code).first(InviteStore::toInvite);
    }

    /// The invites of a guild that are neither expired nor used up, newest first, at most a thousand.
    List<Invite> usable(Tx tx, GuildId guild, Instant now) {
        return tx.sql(USABLE).bind("guild", guild).bind("now", now).list(InviteStore::toInvite);
    }

    void delete(Tx tx, String code) {
        tx.sql(DELETE).bind("code", code).update();
    }

    /// Locks the guild of an invite, as everything does that changes who is in it: other users of the invite wait until
    /// the transaction ends.
    void lock(Tx tx, String code) {
        tx.sql(LOCK).bind("code", code).first(_ -> true);
    }

    void countUse(Tx tx, String code) {
        tx.sql(COUNT_USE).bind("code", code).update();
    }

    private static Invite toInvite(Row row) {
        var guild = new Guild(
                row.as("id", GuildId::new),
                row.text("name"),
                row.textOrNull("description"),
                row.as("owner_id", UserId::new),
                row.integer("member_count"),
                row.time("guild_created_at"));
        var maxUses = row.numberOrNull("max_uses");
        return new Invite(
                row.text("code"),
                guild,
                row.textOrNull("user_id") == null ? null : UserProfile.of(row),
                maxUses == null ? null : Math.toIntExact(maxUses),
                row.integer("uses"),
                row.timeOrNull("expires_at"),
                row.time("created_at"));
    }
}
