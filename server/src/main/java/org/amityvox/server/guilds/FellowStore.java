// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// The `guild_members` table, for finding out who is together with whom.
final class FellowStore {
    private static final String MEMBERSHIPS = """
            SELECT m.guild_id, m.user_id, g.member_count
              FROM guild_members m
              JOIN guilds g ON g.id = m.guild_id
             WHERE m.user_id = ANY(:users)
               AND g.deleted_at IS NULL
             ORDER BY m.user_id, m.guild_id
             LIMIT 100000
            """;

    private static final String PEOPLE = """
            SELECT DISTINCT m.user_id
              FROM guild_members m
              JOIN guilds g ON g.id = m.guild_id
             WHERE g.id = ANY(:guilds)
               AND g.member_count <= :most
               AND g.deleted_at IS NULL
             ORDER BY m.user_id
             LIMIT 100000
            """;

    /// What all of `users` are in; account by account.
    List<Membership> memberships(Tx tx, Collection<UserId> users) {
        return tx.sql(MEMBERSHIPS)
                .bind("users", users)
                .list(row -> new Membership(
                        row.as("guild_id", GuildId::new), row.as("user_id", UserId::new), row.integer("member_count")));
    }

    /// Who is in any of those guilds that have at most `most` members.
    Set<UserId> people(Tx tx, Collection<GuildId> guilds, int most) {
        return new HashSet<>(
                tx.sql(PEOPLE).bind("guilds", guilds).bind("most", most).list(row -> row.as("user_id", UserId::new)));
    }
}
