// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.postgresql.util.PSQLException;

/// A statement that failed.
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What a caller can do about it.
    public enum Kind {
        /// No connection, or it broke; whether the last commit happened may be unknown. Trying again later helps.
        UNAVAILABLE,
        /// The disk is full.
        STORAGE_FULL,
        /// A constraint refused the change; see [DatabaseException#constraint()].
        CONSTRAINT,
        /// Two transactions were in each other's way. Trying again at once helps.
        CONFLICT,
        /// A fault of the program.
        FAULT
    }

    private final Kind kind;
    private final Optional<String> constraint;

    private DatabaseException(Kind kind, Optional<String> constraint, SQLException cause) {
        super(cause);
        this.kind = kind;
        this.constraint = constraint;
    }

    static DatabaseException of(SQLException e) {
        var constraint = e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? Optional.ofNullable(postgres.getServerErrorMessage().getConstraint())
                : Optional.<String>empty();
        return new DatabaseException(kind(e), constraint, e);
    }

    public Kind kind() {
        return kind;
    }

    /// Whether `name` is the constraint or unique index that refused the change.
    public boolean violates(String name) {
        return kind == Kind.CONSTRAINT && constraint.filter(name::equals).isPresent();
    }

    private static Kind kind(SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        if (e instanceof SQLTransientConnectionException || state.isEmpty()) {
            return Kind.UNAVAILABLE;
        }
        return switch (state.substring(0, 2)) {
            // 08 connection, 57P0x shutdown and crash, 58 system, 53 resources (53100 is the disk)
            case "08", "58" -> Kind.UNAVAILABLE;
            case "57" -> Kind.UNAVAILABLE;
            case "53" -> state.equals("53100") ? Kind.STORAGE_FULL : Kind.UNAVAILABLE;
            case "23" -> Kind.CONSTRAINT;
            case "40" -> Kind.CONFLICT;
            case "25" -> state.equals("25P03") ? Kind.UNAVAILABLE : Kind.FAULT;
            default -> Kind.FAULT;
        };
    }
}
