// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The present row of a result, read by column name.
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public @Nullable String textOrNull(String column) {
        return read(() -> rows.getString(column));
    }

    /// An id, or any other value that is made from a text.
    public <T> T as(String column, Function<String, T> make) {
        return make.apply(text(column));
    }

    public <T> @Nullable T asOrNull(String column, Function<String, T> make) {
        var text = textOrNull(column);
        return text == null ? null : make.apply(text);
    }

    public long number(String column) {
        return present(column, numberOrNull(column));
    }

    public @Nullable Long numberOrNull(String column) {
        return read(() -> {
            var number = rows.getLong(column);
            return rows.wasNull() ? null : number;
        });
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    public boolean flag(String column) {
        return present(column, read(() -> rows.getBoolean(column)));
    }

    public byte[] bytes(String column) {
        return present(column, read(() -> rows.getBytes(column)));
    }

    public Instant time(String column) {
        return present(column, timeOrNull(column));
    }

    public @Nullable Instant timeOrNull(String column) {
        var time = read(() -> rows.getObject(column, OffsetDateTime.class));
        return time == null ? null : time.toInstant();
    }

    /// The elements of a `text[]`; empty for NULL.
    public List<String> texts(String column) {
        var array = read(() -> {
            var value = rows.getArray(column);
            return value == null ? null : (String[]) value.getArray();
        });
        return array == null ? List.of() : Arrays.asList(array);
    }

    private interface Reading<T> {
        @Nullable
        T get() throws SQLException;
    }

    private static <T> @Nullable T read(Reading<T> reading) {
        try {
            return reading.get();
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(() -> new IllegalStateException(column + " is NULL"));
    }
}
