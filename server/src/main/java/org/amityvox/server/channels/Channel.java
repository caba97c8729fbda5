// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Instant;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// A place for messages, or a category of such places.
///
/// @param type `text` or `category`
/// @param categoryId the category that it is listed under
/// @param slowmodeSeconds how long a member waits between two messages
/// @param lastMessageId `null` when it is empty
public record Channel(
        ChannelId id,
        GuildId guildId,
        String type,
        String name,
        @Nullable String topic,
        int position,
        @Nullable ChannelId categoryId,
        int slowmodeSeconds,
        @Nullable MessageId lastMessageId,
        Instant createdAt) {

    public static final String TEXT = "text";
    public static final String CATEGORY = "category";

    public boolean isCategory() {
        return type.equals(CATEGORY);
    }

    /// The same channel somewhere else.
    Channel at(int newPosition, @Nullable ChannelId newCategory) {
        return new Channel(
                id, guildId, type, name, topic, newPosition, newCategory, slowmodeSeconds, lastMessageId, createdAt);
    }

    /// Reads the columns `id, guild_id, type, name, topic, position, category_id, slowmode_seconds, last_message_id,
    /// created_at`.
    public static Channel of(Row row) {
        return new Channel(
                row.as("id", ChannelId::new),
                row.as("guild_id", GuildId::new),
                row.text("type"),
                row.text("name"),
                row.textOrNull("topic"),
                row.integer("position"),
                row.asOrNull("category_id", ChannelId::new),
                row.integer("slowmode_seconds"),
                row.asOrNull("last_message_id", MessageId::new),
                row.time("created_at"));
    }
}
