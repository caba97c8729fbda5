// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// A row of the log as it is read back.
public record StoredRow(long pos, LogRow row) {
    /// Reads the columns of the log, and `ids`.
    public static StoredRow of(Row row) {
        return new StoredRow(
                row.number("pos"),
                new LogRow(
                        row.text("kind"),
                        row.asOrNull("guild_id", GuildId::new),
                        row.asOrNull("channel_id", ChannelId::new),
                        row.asOrNull("user_id", UserId::new),
                        row.textOrNull("object_id"),
                        row.asOrNull("actor_id", UserId::new),
                        row.texts("ids")));
    }

    /// What `part` is in these rows, each once.
    public static <T> Set<T> values(List<StoredRow> rows, Function<LogRow, @Nullable T> part) {
        return rows.stream()
                .map(row -> part.apply(row.row()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
