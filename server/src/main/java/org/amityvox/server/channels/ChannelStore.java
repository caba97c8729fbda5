// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `channels` table.
final class ChannelStore {
    private static final String LOCK_GUILD = """
            SELECT guild_id
              FROM v_guild_rights
             WHERE guild_id = :guild
               FOR NO KEY UPDATE
            """;

    private static final String COUNT = """
            SELECT count(*) AS count
              FROM channels
             WHERE guild_id = ANY(:guilds)
               AND deleted_at IS NULL
            """;

    private static final String INSERT = """
            INSERT INTO channels (id, guild_id, type, name, topic, position, rights_version, created_by, nonce, created_at)
            SELECT :id, g.guild_id, :type, :name, :topic::text,
                   (SELECT coalesce(max(position) + 1, 0) FROM channels WHERE guild_id = :guild AND deleted_at IS NULL),
                   g.rights_version, :creator, :nonce::text, :now
              FROM v_guild_rights g
             WHERE g.guild_id = :guild
            """;

    private static final String LIST = """
            SELECT id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
              FROM channels
             WHERE id = ANY(:ids)
               AND deleted_at IS NULL
             ORDER BY id
             LIMIT 10000
            """;

    private static final String OF_GUILDS = """
            SELECT id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
              FROM channels
             WHERE guild_id = ANY(:guilds)
               AND deleted_at IS NULL
             ORDER BY guild_id, position, id
             LIMIT 100000
            """;

    private static final String BY_NONCE = """
            SELECT id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
              FROM channels
             WHERE guild_id = :guild AND created_by = :creator AND nonce = :nonce AND deleted_at IS NULL
            """;

    private static final String LOCK = """
            SELECT id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
              FROM channels
             WHERE id = :id
               AND deleted_at IS NULL
               FOR NO KEY UPDATE
            """;

    private static final String SET_LAST_MESSAGE = """
            UPDATE channels
               SET last_message_id = :message::text
             WHERE id = :id
            RETURNING id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
            """;

    private static final String MESSAGE_FLOOR = """
            SELECT message_floor
              FROM channels
             WHERE id = :id
            """;

    private static final String DELETE_OVERRIDES_OF_GUILD = """
            DELETE FROM channel_overrides
             WHERE channel_id IN (SELECT id FROM channels WHERE guild_id = :guild)
            """;

    private static final String DELETE_ALL = """
            UPDATE channels
               SET deleted_at = :now
             WHERE guild_id = :guild
               AND deleted_at IS NULL
            """;

    private static final String DELETE_OVERRIDES_FOR = """
            DELETE FROM channel_overrides
             WHERE target_id = :role
            """;

    /// Keeps the guild's rights, and so the version that a new channel copies, and its list of channels as they are
    /// until
    /// the transaction ends.
    void lockGuild(Tx tx, GuildId guild) {
        tx.sql(LOCK_GUILD).bind("guild", guild).first(_ -> true);
    }

    /// Hides all channels of a guild from everybody, and forgets who could do what there.
    void deleteAll(Tx tx, GuildId guild, Instant now) {
        tx.sql(DELETE_OVERRIDES_OF_GUILD).bind("guild", guild).update();
        tx.sql(DELETE_ALL).bind("guild", guild).bind("now", now).update();
    }

    void deleteOverridesFor(Tx tx, RoleId role) {
        tx.sql(DELETE_OVERRIDES_FOR).bind("role", role).update();
    }

    int count(Tx tx, Collection<GuildId> guilds) {
        return tx.sql(COUNT).bind("guilds", guilds).one(row -> row.integer("count"));
    }

    /// Adds a channel below all others.
    ///
    /// @return false if this creator has used the nonce in this guild; the transaction is void then
    boolean insert(Tx tx, ChannelId id, GuildId guild, Draft draft, UserId creator, Instant now) {
        try {
            tx.sql(INSERT)
                    .bind("id", id)
                    .bind("guild", guild)
                    .bind("type", draft.type())
                    .bind("name", draft.name())
                    .bind("topic", draft.topic())
                    .bind("creator", creator)
                    .bind("nonce", draft.nonce())
                    .bind("now", now)
                    .update();
            return true;
        } catch (DatabaseException e) {
            if (e.violates("channels_nonce")) {
                return false;
            }
            throw e;
        }
    }

    /// What a new channel is to be.
    record Draft(
            String type,
            String name,
            @Nullable String topic,
            @Nullable String nonce) {}

    /// Those of `ids` that exist, ascending.
    List<Channel> list(Tx tx, Collection<ChannelId> ids) {
        return tx.sql(LIST).bind("ids", ids).list(Channel::of);
    }

    /// All channels of these guilds; guild by guild, each by position.
    List<Channel> ofGuilds(Tx tx, Collection<GuildId> guilds) {
        return tx.sql(OF_GUILDS).bind("guilds", guilds).list(Channel::of);
    }

    Optional<Channel> byNonce(Tx tx, GuildId guild, UserId creator, String nonce) {
        return tx.sql(BY_NONCE)
                .bind("guild", guild)
                .bind("creator", creator)
                .bind("nonce", nonce)
                .first(Channel::of);
    }

    /// The channel, locked against messages and other changes until the transaction ends.
    Optional<Channel> lock(Tx tx, ChannelId id) {
        return tx.sql(LOCK).bind("id", id).first(Channel::of);
    }

    /// @param message that is the newest now; `null` => the channel is empty
    Channel setLastMessage(Tx tx, ChannelId id, @Nullable MessageId message) {
        return tx.sql(SET_LAST_MESSAGE).bind("id", id).bind("message", message).one(Channel::of);
    }

    /// The greatest message id ever given out in the channel.
    Optional<String> messageFloor(Tx tx, ChannelId id) {
        return tx.sql(MESSAGE_FLOOR).bind("id", id).first(row -> row.text("message_floor"));
    }
}
