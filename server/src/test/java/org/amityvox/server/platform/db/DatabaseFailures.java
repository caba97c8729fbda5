// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.sql.SQLException;

/// Failures of the database for tests that have none.
public final class DatabaseFailures {
    private DatabaseFailures() {}

    /// @param state as PostgreSQL gives it (its documentation, appendix A)
    public static DatabaseException ofState(String state) {
        return DatabaseException.of(new SQLException("deliberate", state));
    }
}
