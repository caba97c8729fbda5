// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.HashSet;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// Reads what decides rights, from the views that the owners of the tables offer.
final class RightsStore {
    private static final String GUILD = """
            SELECT g.owner_id, g.rights_version, r.permissions_allow, r.permissions_deny
              FROM v_guild_rights g
              JOIN v_role_rights r ON r.guild_id = g.guild_id AND r.role_id = g.guild_id
             WHERE g.guild_id = :guild
            """;

    private static final String CHANNELS = """
            SELECT channel_id
              FROM v_channel_rights
             WHERE guild_id = :guild
             ORDER BY channel_id
             LIMIT 10000
            """;

    private static final String GUILD_OF_CHANNEL = """
            SELECT guild_id
              FROM v_channel_rights
             WHERE channel_id = :channel
            """;

    private static final String IS_MEMBER = """
            SELECT 1
              FROM v_guild_memberships
             WHERE guild_id = :guild AND user_id = :user
            """;

    /// Empty when there is no such guild. The version is read first: what is read after it may be newer, never older.
    Optional<GuildRights> find(Tx tx, GuildId guild) {
        return tx.sql(GUILD).bind("guild", guild).first(row -> {
            var everyone = new Grant(
                    new PermissionSet(row.number("permissions_allow")),
                    new PermissionSet(row.number("permissions_deny")));
            var channels = new HashSet<>(
                    tx.sql(CHANNELS).bind("guild", guild).list(channel -> channel.as("channel_id", ChannelId::new)));
            return new GuildRights(
                    guild, row.as("owner_id", UserId::new), row.number("rights_version"), everyone, channels);
        });
    }

    Optional<GuildId> guildOf(Tx tx, ChannelId channel) {
        return tx.sql(GUILD_OF_CHANNEL).bind("channel", channel).first(row -> row.as("guild_id", GuildId::new));
    }

    boolean isMember(Tx tx, GuildId guild, UserId user) {
        return tx.sql(IS_MEMBER)
                .bind("guild", guild)
                .bind("user", user)
                .first(_ -> true)
                .orElse(false);
    }
}
