// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Tx;

/// Reads what decides rights, from the views that the owners of the tables offer, and raises its version.
final class RightsStore {
    private static final String GUILDS = """
            SELECT guild_id, owner_id, rights_version
              FROM v_guild_rights
             WHERE guild_id = ANY(:guilds)
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String ROLES = """
            SELECT role_id, guild_id, position, permissions_allow, permissions_deny
              FROM v_role_rights
             WHERE guild_id = ANY(:guilds)
             ORDER BY guild_id, position, role_id
             LIMIT 100000
            """;

    private static final String CHANNELS = """
            SELECT channel_id, guild_id, type, category_id, slowmode_seconds, deleted
              FROM v_channel_rights
             WHERE guild_id = ANY(:guilds)
             ORDER BY guild_id, channel_id
             LIMIT 100000
            """;

    private static final String OVERRIDES = """
            SELECT guild_id, channel_id, target_id, permissions_allow, permissions_deny
              FROM v_override_rights
             WHERE guild_id = ANY(:guilds)
             ORDER BY guild_id, channel_id, target_id
             LIMIT 1000000
            """;

    private static final String MEMBERS = """
            SELECT user_id, role_ids, timeout_until
              FROM v_guild_memberships
             WHERE guild_id = :guild
               AND user_id = ANY(:users)
             ORDER BY user_id
             LIMIT 1000000
            """;

    private static final String MEMBERSHIPS = """
            SELECT guild_id, role_ids, timeout_until
              FROM v_guild_memberships
             WHERE guild_id = ANY(:guilds)
               AND user_id = :user
             ORDER BY guild_id
             LIMIT 1000
            """;

    private static final String GUILD_OF_CHANNEL = """
            SELECT guild_id
              FROM v_channel_rights
             WHERE channel_id = :channel
               AND NOT deleted
            """;

    private static final String HOLD = """
            SELECT rights_version
              FROM v_guild_rights
             WHERE guild_id = :guild
               AND rights_version = :version
               FOR NO KEY UPDATE
            """;

    private static final String LOCK = """
            SELECT rights_version
              FROM v_guild_rights
             WHERE guild_id = :guild
               FOR NO KEY UPDATE
            """;

    private static final String RAISE = """
            UPDATE v_guild_rights
               SET rights_version = rights_version + 1
             WHERE guild_id = :guild
               AND rights_version = :version
            """;

    private static final String RAISE_ANY = """
            UPDATE v_guild_rights
               SET rights_version = rights_version + 1
             WHERE guild_id = :guild
            """;

    /// The rights in those of `guilds` that exist; no member is known to them yet. The version is read first: what is
    /// read after it may be newer, never older.
    List<GuildRights> list(Tx tx, Collection<GuildId> guilds) {
        record Found(GuildId id, UserId owner, long version) {}
        var found = tx.sql(GUILDS)
                .bind("guilds", guilds)
                .list(row -> new Found(
                        row.as("guild_id", GuildId::new),
                        row.as("owner_id", UserId::new),
                        row.number("rights_version")));
        var roles = tx.sql(ROLES).bind("guilds", guilds).list(OfGuild::role).stream()
                .collect(OfGuild.grouping());
        var overrides = overrides(tx, guilds);
        var channels = tx.sql(CHANNELS).bind("guilds", guilds).list(row -> channel(row, overrides)).stream()
                .collect(OfGuild.grouping());
        return found.stream()
                .map(guild -> new GuildRights(
                        guild.id(),
                        guild.owner(),
                        guild.version(),
                        roles.getOrDefault(guild.id(), List.of()),
                        channels.getOrDefault(guild.id(), List.of())))
                .toList();
    }

    /// What decides the rights of those of `users` who are members.
    Map<UserId, MemberRights> members(Tx tx, GuildId guild, Collection<UserId> users) {
        record Found(UserId id, MemberRights rights) {}
        return tx
                .sql(MEMBERS)
                .bind("guild", guild)
                .bind("users", users)
                .list(row -> new Found(row.as("user_id", UserId::new), member(row)))
                .stream()
                .collect(Collectors.toMap(Found::id, Found::rights));
    }

    /// What decides the rights of one account in those of `guilds` that it is in.
    Map<GuildId, MemberRights> memberships(Tx tx, Collection<GuildId> guilds, UserId user) {
        record Found(GuildId id, MemberRights rights) {}
        return tx
                .sql(MEMBERSHIPS)
                .bind("guilds", guilds)
                .bind("user", user)
                .list(row -> new Found(row.as("guild_id", GuildId::new), member(row)))
                .stream()
                .collect(Collectors.toMap(Found::id, Found::rights));
    }

    Optional<GuildId> guildOf(Tx tx, ChannelId channel) {
        return tx.sql(GUILD_OF_CHANNEL).bind("channel", channel).first(row -> row.as("guild_id", GuildId::new));
    }

    /// Keeps the guild's rights as they are until the transaction ends.
    ///
    /// @return false if they are not those of `version` any more
    boolean hold(Tx tx, GuildId guild, long version) {
        return tx.sql(HOLD)
                .bind("guild", guild)
                .bind("version", version)
                .first(_ -> true)
                .orElse(false);
    }

    /// Keeps the guild's rights as they are until the transaction ends, whatever they are.
    void lock(Tx tx, GuildId guild) {
        tx.sql(LOCK).bind("guild", guild).first(_ -> true);
    }

    /// As [#hold], and raises the version: rights are about to change.
    boolean raise(Tx tx, GuildId guild, long version) {
        return tx.sql(RAISE).bind("guild", guild).bind("version", version).update() > 0;
    }

    /// Raises the version, whatever it is.
    ///
    /// @return false if there is no such guild
    boolean raise(Tx tx, GuildId guild) {
        return tx.sql(RAISE_ANY).bind("guild", guild).update() > 0;
    }

    private static Map<ChannelId, Map<String, Grant>> overrides(Tx tx, Collection<GuildId> guilds) {
        record Found(ChannelId channel, String target, Grant grant) {}
        var overrides = new HashMap<ChannelId, Map<String, Grant>>();
        tx.sql(OVERRIDES)
                .bind("guilds", guilds)
                .list(row -> new Found(row.as("channel_id", ChannelId::new), row.text("target_id"), grant(row)))
                .forEach(found -> overrides
                        .computeIfAbsent(found.channel(), _ -> new HashMap<>())
                        .put(found.target(), found.grant()));
        return overrides;
    }

    private static OfGuild<ChannelRights> channel(Row row, Map<ChannelId, Map<String, Grant>> overrides) {
        var id = row.as("channel_id", ChannelId::new);
        return new OfGuild<>(
                row.as("guild_id", GuildId::new),
                new ChannelRights(
                        id,
                        row.text("type").equals("category"),
                        row.asOrNull("category_id", ChannelId::new),
                        row.integer("slowmode_seconds"),
                        row.flag("deleted"),
                        overrides.getOrDefault(id, Map.of())));
    }

    private static MemberRights member(Row row) {
        return new MemberRights(
                row.texts("role_ids").stream().map(RoleId::new).toList(), row.timeOrNull("timeout_until"));
    }

    private static Grant grant(Row row) {
        return new Grant(
                new PermissionSet(row.number("permissions_allow")), new PermissionSet(row.number("permissions_deny")));
    }

    private record OfGuild<T>(GuildId guild, T thing) {
        static OfGuild<RoleRights> role(Row row) {
            return new OfGuild<>(
                    row.as("guild_id", GuildId::new),
                    new RoleRights(row.as("role_id", RoleId::new), row.integer("position"), grant(row)));
        }

        static <T> Collector<OfGuild<T>, ?, Map<GuildId, List<T>>> grouping() {
            return Collectors.groupingBy(OfGuild::guild, Collectors.mapping(OfGuild::thing, Collectors.toList()));
        }
    }
}
