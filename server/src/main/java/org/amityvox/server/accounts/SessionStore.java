// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// The `sessions` table.
final class SessionStore {
    private static final String INSERT = """
            INSERT INTO sessions (id, user_id, token_hash, created_at)
            VALUES (:id, :user, :hash, :now)
            """;

    private static final String FIND = """
            SELECT id, user_id
              FROM sessions
             WHERE token_hash = :hash
            """;

    private static final String DELETE = """
            DELETE FROM sessions
             WHERE id = :id AND user_id = :user
            """;

    void insert(Tx tx, SessionId id, UserId user, byte[] tokenHash, Instant now) {
        tx.sql(INSERT)
                .bind("id", id)
                .bind("user", user)
                .bind("hash", tokenHash)
                .bind("now", now)
                .update();
    }

    Optional<Actor> find(Tx tx, byte[] tokenHash) {
        return tx.sql(FIND)
                .bind("hash", tokenHash)
                .first(row -> new Actor(row.as("user_id", UserId::new), row.as("id", SessionId::new)));
    }

    /// @return whether there was such a session
    boolean delete(Tx tx, SessionId id, UserId user) {
        return tx.sql(DELETE).bind("id", id).bind("user", user).update() > 0;
    }
}
