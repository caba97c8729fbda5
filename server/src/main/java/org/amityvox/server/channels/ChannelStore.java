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
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `channels` table.
final class ChannelStore {
    private static final String COUNT = """
            SELECT count(*) AS count
              FROM channels
             WHERE guild_id = ANY(:guilds)
               AND deleted_at IS NULL
            """;

    private static final String INSERT = """
            INSERT INTO channels (id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                                  rights_version, created_by, nonce, created_at)
            SELECT :id, g.guild_id, :type, :name, :topic::text,
                   (SELECT coalesce(max(position) + 1, 0) FROM channels WHERE guild_id = :guild AND deleted_at IS NULL),
                   :category::text, :slowmode_seconds, g.rights_version, :creator, :nonce::text, :now
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
                   last_message_id, created_at, deleted_at IS NOT NULL AS deleted
              FROM channels
             WHERE guild_id = :guild AND created_by = :creator AND nonce = :nonce
            """;

    private static final String UPDATE = """
            UPDATE channels
               SET name = :name, topic = :topic::text, slowmode_seconds = :slowmode_seconds,
                   category_id = :category::text
             WHERE id = :id
            RETURNING id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at
            """;

    private static final String PLACE = """
            UPDATE channels c
               SET position = placed.position, category_id = nullif(placed.category_id, '')
              FROM unnest(:ids::text[], :positions::text[]::integer[], :categories::text[])
                   AS placed (id, position, category_id)
             WHERE c.id = placed.id
            """;

    private static final String DELETE = """
            UPDATE channels
               SET deleted_at = :now
             WHERE id = :id
            """;

    private static final String EMPTY_CATEGORY = """
            UPDATE channels
               SET category_id = NULL
             WHERE category_id = :category
            """;

    private static final String LOCK = """
            SELECT id, guild_id, type, name, topic, position, category_id, slowmode_seconds,
                   last_message_id, created_at, rights_version
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

    private static final String REMOVE_DELETED = """
            DELETE FROM channels
             WHERE id IN (SELECT id
                            FROM channels
                           WHERE deleted_at < :before
                           ORDER BY deleted_at, id
                           LIMIT 20
                             FOR UPDATE SKIP LOCKED)
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

    /// Adds a channel below all others. The guild's rights are held, so that the version of them which the channel
    /// copies is right.
    void insert(Tx tx, ChannelId id, GuildId guild, ChannelDraft draft, UserId creator, Instant now) {
        tx.sql(INSERT)
                .bind("id", id)
                .bind("guild", guild)
                .bind("type", draft.type())
                .bind("name", draft.name())
                .bind("topic", draft.topic())
                .bind("category", draft.categoryId())
                .bind("slowmode_seconds", draft.slowmodeSeconds())
                .bind("creator", creator)
                .bind("nonce", draft.nonce())
                .bind("now", now)
                .update();
    }

    /// Stores name, topic, slow mode and category.
    Channel update(Tx tx, Channel channel) {
        return tx.sql(UPDATE)
                .bind("id", channel.id())
                .bind("name", channel.name())
                .bind("topic", channel.topic())
                .bind("slowmode_seconds", channel.slowmodeSeconds())
                .bind("category", channel.categoryId())
                .one(Channel::of);
    }

    /// Stores position and category of each.
    void place(Tx tx, List<Channel> channels) {
        tx.sql(PLACE)
                .bind("ids", channels.stream().map(Channel::id).toList())
                .bind("positions", channels.stream().map(Channel::position).toList())
                .bind(
                        "categories",
                        channels.stream()
                                .map(channel -> channel.categoryId() == null
                                        ? ""
                                        : channel.categoryId().value())
                                .toList())
                .update();
    }

    /// Nobody finds the channel any more. Its overrides stay: they say who is told that it is gone.
    void delete(Tx tx, ChannelId id, Instant now) {
        tx.sql(DELETE).bind("id", id).bind("now", now).update();
    }

    /// Takes all channels out of a category.
    void emptyCategory(Tx tx, ChannelId category) {
        tx.sql(EMPTY_CATEGORY).bind("category", category).update();
    }

    /// Those of `ids` that exist, ascending.
    List<Channel> list(Tx tx, Collection<ChannelId> ids) {
        return tx.sql(LIST).bind("ids", ids).list(Channel::of);
    }

    /// All channels of these guilds; guild by guild, each by position.
    List<Channel> ofGuilds(Tx tx, Collection<GuildId> guilds) {
        return tx.sql(OF_GUILDS).bind("guilds", guilds).list(Channel::of);
    }

    /// What was made under a nonce.
    ///
    /// @param deleted whether it is gone by now
    record Made(Channel channel, boolean deleted) {}

    Optional<Made> byNonce(Tx tx, GuildId guild, UserId creator, String nonce) {
        return tx.sql(BY_NONCE)
                .bind("guild", guild)
                .bind("creator", creator)
                .bind("nonce", nonce)
                .first(row -> new Made(Channel.of(row), row.flag("deleted")));
    }

    /// A channel that nobody else changes before the transaction ends.
    ///
    /// @param rightsVersion that its guild keeps until then: who changes rights has to write this row
    record Locked(Channel channel, long rightsVersion) {}

    /// The channel, locked against messages and other changes until the transaction ends.
    Optional<Locked> lock(Tx tx, ChannelId id) {
        return tx.sql(LOCK).bind("id", id).first(row -> new Locked(Channel.of(row), row.number("rights_version")));
    }

    /// @param message that is the newest now; `null` => the channel is empty
    Channel setLastMessage(Tx tx, ChannelId id, @Nullable MessageId message) {
        return tx.sql(SET_LAST_MESSAGE).bind("id", id).bind("message", message).one(Channel::of);
    }

    /// Removes channels that were deleted before `before`, at most twenty: what hangs on each is removed with it.
    void removeDeleted(Tx tx, Instant before) {
        tx.sql(REMOVE_DELETED).bind("before", before).update();
    }

    /// The greatest message id ever given out in the channel.
    Optional<String> messageFloor(Tx tx, ChannelId id) {
        return tx.sql(MESSAGE_FLOOR).bind("id", id).first(row -> row.text("message_floor"));
    }
}
