// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import java.util.Optional;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `instances` table.
final class InstanceStore {
    private static final String INSERT_LOCAL = """
            INSERT INTO instances (id, name, local, setup_secret, created_at)
            VALUES (:id, :name, true, :secret, :now)
            ON CONFLICT (local) WHERE local DO NOTHING
            """;

    private static final String LOCAL = """
            SELECT id, name, setup_secret
              FROM instances
             WHERE local
            """;

    private static final String COMPLETE_SETUP = """
            UPDATE instances
               SET setup_secret = NULL, name = coalesce(:name::text, name)
             WHERE local
               AND setup_secret = coalesce(:secret::text, setup_secret)
            """;

    /// Keeps what is there: of two servers that start at once, one makes the row.
    void insertLocal(Tx tx, InstanceId id, String name, String setupSecret, Instant now) {
        tx.sql(INSERT_LOCAL)
                .bind("id", id)
                .bind("name", name)
                .bind("secret", setupSecret)
                .bind("now", now)
                .update();
    }

    Optional<LocalInstance> local(Tx tx) {
        return tx.sql(LOCAL)
                .first(row -> new LocalInstance(
                        row.as("id", InstanceId::new),
                        row.text("name"),
                        Optional.ofNullable(row.textOrNull("setup_secret"))));
    }

    /// Ends the set-up if it is still open.
    ///
    /// @param secret that must match; `null` => none is needed
    /// @param name the instance's new name; `null` => it keeps its own
    /// @return whether it was open and the secret right; true for one caller only
    boolean completeSetup(Tx tx, @Nullable String secret, @Nullable String name) {
        return tx.sql(COMPLETE_SETUP).bind("secret", secret).bind("name", name).update() > 0;
    }

    /// @param setupSecret empty once the instance is set up
    record LocalInstance(InstanceId id, String name, Optional<String> setupSecret) {}
}
