// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.kernel.Id;
import org.jspecify.annotations.Nullable;

/// One statement with its parameters, run once by one of the closing methods.
public final class Sql {
    private final Connection connection;
    private final NamedSql statement;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Sql(Connection connection, NamedSql statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /// @param value a text, number, boolean, time, byte array, id, or a collection of ids or texts (=> `text[]`);
    ///     where `null` is possible the statement casts (`:name::text`)
    public Sql bind(String name, @Nullable Object value) {
        if (!statement.names().contains(name)) {
            throw new IllegalArgumentException("The statement has no parameter :" + name);
        }
        values.put(name, value);
        return this;
    }

    /// All rows, in the statement's order; may be empty.
    public <T> List<T> list(Function<Row, T> mapper) {
        return run(prepared -> {
            try (var rows = prepared.executeQuery()) {
                var row = new Row(rows);
                var list = new ArrayList<T>();
                while (rows.next()) {
                    list.add(mapper.apply(row));
                }
                return list;
            }
        });
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(Function<Row, T> mapper) {
        return run(prepared -> {
            try (var rows = prepared.executeQuery()) {
                return rows.next() ? Optional.of(mapper.apply(new Row(rows))) : Optional.empty();
            }
        });
    }

    /// The only row of a statement that always has one.
    public <T> T one(Function<Row, T> mapper) {
        return first(mapper).orElseThrow(() -> new IllegalStateException("The statement returned no row"));
    }

    /// Runs a statement without a result; gives the number of changed rows.
    public int update() {
        return run(PreparedStatement::executeUpdate);
    }

    private interface Execution<T> {
        T on(PreparedStatement prepared) throws SQLException;
    }

    private <T> T run(Execution<T> execution) {
        try (var prepared = connection.prepareStatement(statement.text())) {
            var position = 1;
            for (var name : statement.names()) {
                if (!values.containsKey(name)) {
                    throw new IllegalStateException("No value for :" + name);
                }
                set(prepared, position++, values.get(name));
            }
            return execution.on(prepared);
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    private void set(PreparedStatement prepared, int position, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> prepared.setNull(position, Types.NULL);
            case Id id -> prepared.setString(position, id.value());
            case Instant instant -> prepared.setObject(position, instant.atOffset(ZoneOffset.UTC));
            case Collection<?> texts ->
                prepared.setArray(
                        position,
                        connection.createArrayOf(
                                "text", texts.stream().map(Sql::text).toArray()));
            default -> prepared.setObject(position, value);
        }
    }

    private static String text(Object element) {
        return element instanceof Id id ? id.value() : element.toString();
    }
}
