// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/// A connection for the length of one transaction. Stores take it as their first parameter.
public final class Tx {
    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection) {
        this.connection = connection;
    }

    /// A statement with named parameters (`:name`).
    public Sql sql(String text) {
        return new Sql(connection, NamedSql.parse(text));
    }

    /// Runs `action` once the commit is done, in order of registration; never after a rollback. It must not throw and
    /// must not touch the database.
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
