// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row of the log as it is read back.
public record StoredRow(long pos, LogRow row) {
    /// What `part` is in these rows, each once.
    public static <T> Set<T> values(List<StoredRow> rows, Function<LogRow, @Nullable T> part) {
        return rows.stream()
                .map(row -> part.apply(row.row()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
