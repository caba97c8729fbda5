// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `guilds` table, and what each guild begins with.
final class GuildStore {
    private static final String INSERT = """
            INSERT INTO guilds (id, instance_id, name, owner_id, member_count, created_by, nonce, created_at)
            VALUES (:id, :instance, :name, :owner, 1, :owner, :nonce::text, :now)
            """;

    private static final String INSERT_EVERYONE = """
            INSERT INTO roles (id, guild_id, name, position, permissions_allow, permissions_deny, created_at)
            VALUES (:id, :id, '@everyone', 0, :allow, 0, :now)
            """;

    private static final String LIST = """
            SELECT id, name, description, owner_id, member_count, created_at
              FROM guilds
             WHERE id = ANY(:ids)
               AND deleted_at IS NULL
             ORDER BY id
             LIMIT 1000
            """;

    private static final String BY_NONCE = """
            SELECT id, name, description, owner_id, member_count, created_at
              FROM guilds
             WHERE created_by = :creator AND nonce = :nonce AND deleted_at IS NULL
            """;

    private static final String COUNT_OWNED = """
            SELECT count(*) AS count
              FROM guilds
             WHERE owner_id = :owner AND deleted_at IS NULL
            """;

    private static final String ADD_TO_MEMBER_COUNT = """
            UPDATE guilds
               SET member_count = member_count + :more
             WHERE id = :id
               AND deleted_at IS NULL
            RETURNING id, name, description, owner_id, member_count, created_at
            """;

    private static final String TRY_LOCK = """
            SELECT id
              FROM guilds
             WHERE id = :id
               AND deleted_at IS NULL
               FOR NO KEY UPDATE SKIP LOCKED
            """;

    private static final String UPDATE = """
            UPDATE guilds
               SET name = :name, description = :description::text
             WHERE id = :id
            RETURNING id, name, description, owner_id, member_count, created_at
            """;

    private static final String SET_OWNER = """
            UPDATE guilds
               SET owner_id = :owner
             WHERE id = :id
            RETURNING id, name, description, owner_id, member_count, created_at
            """;

    private static final String MARK_DELETED = """
            UPDATE guilds
               SET deleted_at = :now
             WHERE id = :id
            """;

    private static final String DELETE_BANS = """
            DELETE FROM bans
             WHERE guild_id = :id
            """;

    private static final String DELETE_ENDED = """
            DELETE FROM guilds
             WHERE id IN (SELECT g.id
                            FROM guilds g
                           WHERE g.deleted_at < :before
                             AND NOT EXISTS (SELECT 1 FROM v_channel_rights c WHERE c.guild_id = g.id)
                           ORDER BY g.deleted_at
                           LIMIT 100)
            """;

    /// @return false if this creator has used the nonce before; the transaction is void then
    boolean insert(
            Tx tx, GuildId id, InstanceId instance, String name, UserId owner, @Nullable String nonce, Instant now) {
        try {
            tx.sql(INSERT)
                    .bind("id", id)
                    .bind("instance", instance)
                    .bind("name", name)
                    .bind("owner", owner)
                    .bind("nonce", nonce)
                    .bind("now", now)
                    .update();
        } catch (DatabaseException e) {
            if (e.violates("guilds_nonce")) {
                return false;
            }
            throw e;
        }
        tx.sql(INSERT_EVERYONE)
                .bind("id", id)
                .bind("allow", PermissionSet.DEFAULT.bits())
                .bind("now", now)
                .update();
        return true;
    }

    /// Those of `ids` that exist, ascending.
    List<Guild> list(Tx tx, Collection<GuildId> ids) {
        return tx.sql(LIST).bind("ids", ids).list(Guild::of);
    }

    Optional<Guild> byNonce(Tx tx, UserId creator, String nonce) {
        return tx.sql(BY_NONCE).bind("creator", creator).bind("nonce", nonce).first(Guild::of);
    }

    int countOwned(Tx tx, UserId owner) {
        return tx.sql(COUNT_OWNED).bind("owner", owner).one(row -> row.integer("count"));
    }

    /// Counts `more` members more; locks the guild until the transaction ends.
    ///
    /// @param more may be negative
    Guild addToMemberCount(Tx tx, GuildId id, int more) {
        return tx.sql(ADD_TO_MEMBER_COUNT).bind("id", id).bind("more", more).one(Guild::of);
    }

    Guild update(Tx tx, GuildId id, String name, @Nullable String description) {
        return tx.sql(UPDATE)
                .bind("id", id)
                .bind("name", name)
                .bind("description", description)
                .one(Guild::of);
    }

    Guild setOwner(Tx tx, GuildId id, UserId owner) {
        return tx.sql(SET_OWNER).bind("id", id).bind("owner", owner).one(Guild::of);
    }

    /// Hides the guild from everybody.
    void markDeleted(Tx tx, GuildId id, Instant now) {
        tx.sql(MARK_DELETED).bind("id", id).bind("now", now).update();
        tx.sql(DELETE_BANS).bind("id", id).update();
    }

    /// Removes guilds that ended before `before` and whose channels are gone already, at most a hundred.
    int deleteEnded(Tx tx, Instant before) {
        return tx.sql(DELETE_ENDED).bind("before", before).update();
    }

    /// Locks a guild until the transaction ends.
    ///
    /// @return false if it is gone, or if somebody else has it
    boolean tryLock(Tx tx, GuildId id) {
        return tx.sql(TRY_LOCK).bind("id", id).first(_ -> true).orElse(false);
    }
}
