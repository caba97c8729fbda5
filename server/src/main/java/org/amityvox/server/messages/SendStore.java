// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Instant;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// Accepts a message in one statement.
final class SendStore {
    /// The channel's row is locked first, and only if the message's id is the greatest yet and the rights are
    /// still those that the send was decided on. PostgreSQL checks both again after waiting for the lock,
    /// because they are columns of the row that it waits for. The log position is drawn after the lock. So
    /// within a channel the order of locks, of ids and of positions is one.
    private static final String SEND = """
            WITH place AS (
                UPDATE channels
                   SET last_message_id = :id, message_floor = :id
                 WHERE id = :channel
                   AND message_floor < :id
                   AND rights_version = :rights_version
                   AND deleted_at IS NULL
                RETURNING id, guild_id
            ), message AS (
                INSERT INTO messages (channel_id, id, instance_id, author_id, type, content, nonce, nonce_body, created_at)
                SELECT place.id, :id, :instance, :author, 'default', :content, :nonce::text, :nonce_body::bytea, :now
                  FROM place
                RETURNING channel_id, id
            ), logged AS (
                INSERT INTO event_log (kind, guild_id, channel_id, object_id, actor_id, origin, created_at)
                SELECT 'message_created', place.guild_id, message.channel_id, message.id, :author, :instance, :now
                  FROM message JOIN place ON place.id = message.channel_id
                RETURNING pos, guild_id, channel_id
            )
            SELECT logged.pos, :id AS id, logged.channel_id, logged.guild_id, 'default' AS type, :content AS content,
                   :nonce::text AS nonce, NULL::timestamptz AS edited_at, :now::timestamptz AS created_at,
                   u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name,
                   u.bot AS user_bot, u.created_at AS user_created_at,
                   g.joined_at, g.nickname, g.role_ids, g.timeout_until
              FROM logged
              JOIN v_user_profiles u ON u.id = :author
              LEFT JOIN v_guild_memberships g ON g.guild_id = logged.guild_id AND g.user_id = :author
            """;

    private static final String LOCK = """
            SELECT message_floor, rights_version
              FROM channels
             WHERE id = :channel
               AND deleted_at IS NULL
               FOR NO KEY UPDATE
            """;

    /// What is to be stored.
    record Draft(MessageId id, String content, @Nullable String nonce, Instant now) {}

    /// An accepted message and its position in the log.
    record Accepted(Message message, long pos) {}

    /// A channel in which nobody else writes before the transaction ends, and whose guild keeps its rights till then.
    ///
    /// @param floor the greatest message id ever given out there
    record Locked(String floor, long rightsVersion) {}

    /// Empty when the channel is gone.
    Optional<Locked> lock(Tx tx, ChannelId channel) {
        return tx.sql(LOCK)
                .bind("channel", channel)
                .first(row -> new Locked(row.text("message_floor"), row.number("rights_version")));
    }

    /// @param nonceBody digest of the content, to tell a repeat from another message
    /// @return empty when a greater id is needed, the rights have changed or the channel is gone
    /// @throws NonceTaken if the author has used the nonce in this channel
    Optional<Accepted> send(
            Tx tx, ChannelAccess access, InstanceId instance, Draft draft, byte @Nullable [] nonceBody) {
        try {
            return tx.sql(SEND)
                    .bind("id", draft.id())
                    .bind("channel", access.channelId())
                    .bind("rights_version", access.rightsVersion())
                    .bind("instance", instance)
                    .bind("author", access.actor().userId())
                    .bind("content", draft.content())
                    .bind("nonce", draft.nonce())
                    .bind("nonce_body", nonceBody)
                    .bind("now", draft.now())
                    .first(row -> new Accepted(MessageStore.toMessage(row), row.number("pos")));
        } catch (DatabaseException e) {
            if (e.violates("messages_nonce")) {
                throw new NonceTaken();
            }
            throw e;
        }
    }

    /// The author has used the nonce in this channel before.
    static final class NonceTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        NonceTaken() {
            super("", null, false, false);
        }
    }
}
