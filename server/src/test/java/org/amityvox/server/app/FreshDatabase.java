// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A database with all migrations for each test, and connections beside the pool.
public final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {
    private static final int POOL_SIZE = 4;

    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable DatabaseTarget target;
    private @Nullable Database db;

    @Override
    public void beforeEach(ExtensionContext context) {
        var fresh = TestDatabases.of(context).fresh();
        target = fresh;
        db = closeLater(Database.open(fresh, POOL_SIZE));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    public Database db() {
        return Objects.requireNonNull(db);
    }

    /// A connection of one's own, in a transaction that stays open until it is told otherwise.
    public Connection transaction() throws SQLException {
        var connection = closeLater(TestDatabases.connect(Objects.requireNonNull(target)));
        connection.setAutoCommit(false);
        return connection;
    }

    public <T extends AutoCloseable> T closeLater(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
