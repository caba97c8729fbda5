// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Tx;

/// The `read_states` table.
final class ReadStateStore {
    private static final String PUT = """
            INSERT INTO read_states (user_id, channel_id, last_read_id, updated_at)
            VALUES (:user, :channel, :message, :now)
            ON CONFLICT (user_id, channel_id) DO UPDATE
               SET last_read_id = excluded.last_read_id, updated_at = excluded.updated_at
             WHERE read_states.last_read_id <> excluded.last_read_id
            """;

    private static final String CHANGED_SINCE = """
            SELECT r.channel_id, c.guild_id, r.last_read_id
              FROM read_states r
              JOIN v_channel_rights c ON c.channel_id = r.channel_id
             WHERE r.user_id = :user
               AND r.updated_at >= :since
               AND NOT c.deleted
             ORDER BY r.channel_id
             LIMIT 20000
            """;

    /// @return false if it was so already
    boolean put(Tx tx, UserId user, ChannelId channel, MessageId message, Instant now) {
        return tx.sql(PUT)
                        .bind("user", user)
                        .bind("channel", channel)
                        .bind("message", message)
                        .bind("now", now)
                        .update()
                > 0;
    }

    /// Those of an account that have changed at or after `since`, by channel.
    List<ReadState> changedSince(Tx tx, UserId user, Instant since) {
        return tx.sql(CHANGED_SINCE).bind("user", user).bind("since", since).list(ReadStateStore::toReadState);
    }

    private static ReadState toReadState(Row row) {
        return new ReadState(
                row.as("channel_id", ChannelId::new),
                row.as("guild_id", GuildId::new),
                row.as("last_read_id", MessageId::new));
    }
}
