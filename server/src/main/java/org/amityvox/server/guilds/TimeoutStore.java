// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// The `timeouts` table.
final class TimeoutStore {
    private static final String PUT = """
            INSERT INTO timeouts (guild_id, user_id, until)
            VALUES (:guild, :user, :until)
            ON CONFLICT (guild_id, user_id) DO UPDATE SET until = :until
            """;

    private static final String DELETE = """
            DELETE FROM timeouts
             WHERE guild_id = :guild
               AND user_id = :user
            """;

    private static final String GUILDS_DUE = """
            SELECT DISTINCT guild_id
              FROM timeouts
             WHERE until <= :now
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String DELETE_DUE = """
            DELETE FROM timeouts
             WHERE guild_id = :guild
               AND user_id IN (SELECT user_id
                                 FROM timeouts
                                WHERE guild_id = :guild
                                  AND until <= :now
                                ORDER BY user_id
                                LIMIT :limit)
            RETURNING user_id
            """;

    void put(Tx tx, GuildId guild, UserId user, Instant until) {
        tx.sql(PUT).bind("guild", guild).bind("user", user).bind("until", until).update();
    }

    void delete(Tx tx, GuildId guild, UserId user) {
        tx.sql(DELETE).bind("guild", guild).bind("user", user).update();
    }

    /// The guilds that have time-outs which are over, ascending.
    List<GuildId> guildsDue(Tx tx, Instant now) {
        return tx.sql(GUILDS_DUE).bind("now", now).list(row -> row.as("guild_id", GuildId::new));
    }

    /// Removes time-outs of a guild that are over, at most `limit`.
    ///
    /// @return whose they were, in no order
    List<UserId> deleteDue(Tx tx, GuildId guild, Instant now, int limit) {
        return tx.sql(DELETE_DUE)
                .bind("guild", guild)
                .bind("now", now)
                .bind("limit", limit)
                .list(row -> row.as("user_id", UserId::new));
    }
}
