// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Instant;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// A place for messages.
///
/// @param lastMessageId `null` when it is empty
public record Channel(
        ChannelId id,
        GuildId guildId,
        String type,
        String name,
        @Nullable String topic,
        int position,
        @Nullable MessageId lastMessageId,
        Instant createdAt) {

    /// Reads the columns `id, guild_id, type, name, topic, position, last_message_id, created_at`.
    public static Channel of(Row row) {
        return new Channel(
                row.as("id", ChannelId::new),
                row.as("guild_id", GuildId::new),
                row.text("type"),
                row.text("name"),
                row.textOrNull("topic"),
                row.integer("position"),
                row.asOrNull("last_message_id", MessageId::new),
                row.time("created_at"));
    }
}
