// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.guilds.Member;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Tx;

/// The `messages` table, but for sending: see [SendStore].
final class MessageStore {
    private static final String PAGE_BEFORE = """
            SELECT m.id, m.channel_id, m.guild_id, m.type, m.content, m.nonce, m.edited_at, m.created_at,
                   m.user_id, m.user_username, m.user_display_name, m.user_bot, m.user_created_at,
                   m.joined_at, m.nickname, m.role_ids, m.timeout_until
              FROM v_messages m
             WHERE m.channel_id = :channel
               AND m.id < :before
             ORDER BY m.id DESC
             LIMIT :limit
            """;

    private static final String PAGE_AFTER = """
            SELECT m.id, m.channel_id, m.guild_id, m.type, m.content, m.nonce, m.edited_at, m.created_at,
                   m.user_id, m.user_username, m.user_display_name, m.user_bot, m.user_created_at,
                   m.joined_at, m.nickname, m.role_ids, m.timeout_until
              FROM v_messages m
             WHERE m.channel_id = :channel
               AND m.id > :after
             ORDER BY m.id
             LIMIT :limit
            """;

    private static final String LIST = """
            SELECT m.id, m.channel_id, m.guild_id, m.type, m.content, m.nonce, m.edited_at, m.created_at,
                   m.user_id, m.user_username, m.user_display_name, m.user_bot, m.user_created_at,
                   m.joined_at, m.nickname, m.role_ids, m.timeout_until
              FROM v_messages m
             WHERE m.channel_id = ANY(:channels)
               AND m.id = ANY(:ids)
             ORDER BY m.id
             LIMIT 10000
            """;

    private static final String UPDATE = """
            UPDATE messages
               SET content = :content, edited_at = :now
             WHERE channel_id = :channel
               AND id = :id
               AND deleted_at IS NULL
            """;

    private static final String CLEAR = """
            UPDATE messages
               SET content = '', deleted_at = :now
             WHERE channel_id = :channel
               AND id = :id
               AND deleted_at IS NULL
            """;

    private static final String OF_AUTHOR = """
            SELECT id
              FROM messages
             WHERE channel_id = :channel
               AND id > :after
               AND author_id = :author
               AND deleted_at IS NULL
             ORDER BY id
             LIMIT :limit
            """;

    private static final String CLEAR_ALL = """
            UPDATE messages
               SET content = '', deleted_at = :now
             WHERE channel_id = :channel
               AND id = ANY(:ids)
            """;

    private static final String DELETE_OF_DELETED_CHANNELS = """
            DELETE FROM messages
             WHERE (channel_id, id) IN (SELECT m.channel_id, m.id
                                          FROM v_channel_rights c
                                          JOIN messages m ON m.channel_id = c.channel_id
                                         WHERE c.deleted
                                         ORDER BY m.channel_id, m.id
                                         LIMIT :limit
                                           FOR UPDATE OF m SKIP LOCKED)
            """;

    private static final String NEWEST = """
            SELECT id
              FROM messages
             WHERE channel_id = :channel
               AND deleted_at IS NULL
             ORDER BY id DESC
             LIMIT 1
            """;

    private static final String EXISTED = """
            SELECT 1 AS one
              FROM messages
             WHERE channel_id = :channel
               AND id = :id
            """;

    private static final String BY_NONCE = """
            SELECT id, nonce_body
              FROM messages
             WHERE channel_id = :channel
               AND author_id = :author
               AND nonce = :nonce
            """;

    /// Messages older than `before`; newest first, at most `limit`.
    List<Message> pageBefore(Tx tx, ChannelId channel, String before, int limit) {
        return tx.sql(PAGE_BEFORE)
                .bind("channel", channel)
                .bind("before", before)
                .bind("limit", limit)
                .list(MessageStore::toMessage);
    }

    /// Messages newer than `after`; oldest first, at most `limit`.
    List<Message> pageAfter(Tx tx, ChannelId channel, String after, int limit) {
        return tx.sql(PAGE_AFTER)
                .bind("channel", channel)
                .bind("after", after)
                .bind("limit", limit)
                .list(MessageStore::toMessage);
    }

    /// Those of `ids` in any of `channels` that are there, ascending.
    List<Message> list(Tx tx, Collection<ChannelId> channels, Collection<String> ids) {
        return tx.sql(LIST).bind("channels", channels).bind("ids", ids).list(MessageStore::toMessage);
    }

    Optional<Message> find(Tx tx, ChannelId channel, MessageId id) {
        return list(tx, List.of(channel), List.of(id.value())).stream().findFirst();
    }

    void update(Tx tx, ChannelId channel, MessageId id, String content, Instant now) {
        tx.sql(UPDATE)
                .bind("channel", channel)
                .bind("id", id)
                .bind("content", content)
                .bind("now", now)
                .update();
    }

    /// Removes the content for good; the row stays, so that a late repeat of the send makes no new message.
    void clear(Tx tx, ChannelId channel, MessageId id, Instant now) {
        tx.sql(CLEAR).bind("channel", channel).bind("id", id).bind("now", now).update();
    }

    /// Messages of one author that are newer than `after`; oldest first, at most `limit`.
    List<MessageId> ofAuthor(Tx tx, ChannelId channel, UserId author, String after, int limit) {
        return tx.sql(OF_AUTHOR)
                .bind("channel", channel)
                .bind("author", author)
                .bind("after", after)
                .bind("limit", limit)
                .list(row -> row.as("id", MessageId::new));
    }

    /// As [#clear], for several.
    void clearAll(Tx tx, ChannelId channel, List<MessageId> ids, Instant now) {
        tx.sql(CLEAR_ALL)
                .bind("channel", channel)
                .bind("ids", ids)
                .bind("now", now)
                .update();
    }

    /// Removes messages of channels that are deleted, at most `limit`.
    int deleteOfDeletedChannels(Tx tx, int limit) {
        return tx.sql(DELETE_OF_DELETED_CHANNELS).bind("limit", limit).update();
    }

    Optional<MessageId> newest(Tx tx, ChannelId channel) {
        return tx.sql(NEWEST).bind("channel", channel).first(row -> row.as("id", MessageId::new));
    }

    /// Whether there was ever such a message, deleted or not.
    boolean existed(Tx tx, ChannelId channel, MessageId id) {
        return tx.sql(EXISTED)
                .bind("channel", channel)
                .bind("id", id)
                .first(row -> row.integer("one"))
                .isPresent();
    }

    /// What was sent under a nonce, deleted or not.
    Optional<Sent> byNonce(Tx tx, ChannelId channel, UserId author, String nonce) {
        return tx.sql(BY_NONCE)
                .bind("channel", channel)
                .bind("author", author)
                .bind("nonce", nonce)
                .first(row -> new Sent(row.as("id", MessageId::new), row.bytes("nonce_body")));
    }

    /// An earlier send: its message and the digest of its content.
    static final class Sent {
        private final MessageId id;
        private final byte[] bodyDigest;

        private Sent(MessageId id, byte[] bodyDigest) {
            this.id = id;
            this.bodyDigest = bodyDigest;
        }

        MessageId id() {
            return id;
        }

        boolean hasBody(byte[] digest) {
            return Arrays.equals(bodyDigest, digest);
        }
    }

    static Message toMessage(Row row) {
        return new Message(
                row.as("id", MessageId::new),
                row.as("channel_id", ChannelId::new),
                row.as("guild_id", GuildId::new),
                UserProfile.of(row),
                row.timeOrNull("joined_at") == null ? null : Member.of(row),
                row.text("type"),
                row.text("content"),
                row.textOrNull("nonce"),
                row.timeOrNull("edited_at"),
                row.time("created_at"));
    }
}
