// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.flywaydb.core.Flyway;

/// Brings the schema up to what this program needs. Flyway is loaded only when a query says that something is pending.
public final class Migrations {
    private static final String INDEX = "db/migration/index.txt";

    private static final String HISTORY_EXISTS = "SELECT to_regclass('flyway_schema_history') IS NOT NULL AS there";

    private static final String APPLIED = """
            SELECT script
              FROM flyway_schema_history
             WHERE success AND script LIKE 'V%'
             ORDER BY installed_rank
            """;

    private final DatabaseTarget target;

    public Migrations(DatabaseTarget target) {
        this.target = target;
    }

    /// What the database and this program say of each other.
    public enum State {
        /// Nothing was ever stored here.
        EMPTY,
        PENDING,
        CURRENT,
        /// The database was written by a newer program; this one must not touch it.
        NEWER
    }

    public State state(Database db) {
        return db.single(tx -> {
            if (!tx.sql(HISTORY_EXISTS).one(row -> row.flag("there"))) {
                return State.EMPTY;
            }
            var applied = tx.sql(APPLIED).list(row -> row.text("script"));
            var known = known();
            if (!known.containsAll(applied)) {
                return State.NEWER;
            }
            return applied.containsAll(known) ? State.CURRENT : State.PENDING;
        });
    }

    /// Runs what is pending, under Flyway's lock, so that several servers may start at once.
    public void migrate() {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(target.url(), target.user(), target.password().reveal())
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /// The names of the migrations that this program carries, oldest first.
    static List<String> known() {
        try (InputStream index = Migrations.class.getClassLoader().getResourceAsStream(INDEX)) {
            if (index == null) {
                throw new IllegalStateException("The program carries no " + INDEX);
            }
            return new String(index.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
