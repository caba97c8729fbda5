// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// The `sessions` table.
final class SessionStore {
    private static final String INSERT = """
            INSERT INTO sessions (id, user_id, token_hash, user_agent, address, created_at, last_used_at)
            VALUES (:id, :user, :hash, :user_agent, :address, :now, :now)
            """;

    private static final String FIND = """
            SELECT id, user_id
              FROM sessions
             WHERE token_hash = :hash
            """;

    private static final String LIST = """
            SELECT id, user_agent, address, created_at, last_used_at
              FROM sessions
             WHERE user_id = :user
             ORDER BY last_used_at DESC, id DESC
             LIMIT 1000
            """;

    /// Whoever ends a session at this moment is not waited for.
    private static final String NOTE_USES = """
            WITH use AS (
                SELECT u.id, u.at, u.address
                  FROM unnest(:ids::text[], :times::text[]::timestamptz[], :addresses::text[]) AS u (id, at, address)
            ), present AS (
                SELECT id
                  FROM sessions
                 WHERE id = ANY(:ids)
                   FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE sessions
               SET last_used_at = use.at, address = use.address
              FROM use JOIN present ON present.id = use.id
             WHERE sessions.id = use.id
               AND sessions.last_used_at <= use.at
            """;

    private static final String DELETE = """
            DELETE FROM sessions
             WHERE id = :id AND user_id = :user
            """;

    private static final String DELETE_OTHERS = """
            DELETE FROM sessions
             WHERE user_id = :user AND id <> :kept
            RETURNING id
            """;

    private static final String EXISTS = """
            SELECT 1 AS one
              FROM sessions
             WHERE id = :id
            """;

    void insert(Tx tx, SessionId id, UserId user, byte[] tokenHash, Device device, Instant now) {
        tx.sql(INSERT)
                .bind("id", id)
                .bind("user", user)
                .bind("hash", tokenHash)
                .bind("user_agent", device.userAgent())
                .bind("address", device.address())
                .bind("now", now)
                .update();
    }

    Optional<Actor> find(Tx tx, byte[] tokenHash) {
        return tx.sql(FIND)
                .bind("hash", tokenHash)
                .first(row -> new Actor(row.as("user_id", UserId::new), row.as("id", SessionId::new)));
    }

    /// The sessions of an account, the one that was used last first.
    ///
    /// @param current the one that asks
    List<Session> list(Tx tx, UserId user, SessionId current) {
        return tx.sql(LIST).bind("user", user).list(row -> {
            var id = row.as("id", SessionId::new);
            return new Session(
                    id,
                    new Device(row.text("user_agent"), row.text("address")),
                    row.time("created_at"),
                    row.time("last_used_at"),
                    id.equals(current));
        });
    }

    boolean exists(Tx tx, SessionId id) {
        return tx.sql(EXISTS).bind("id", id).first(row -> row.integer("one")).isPresent();
    }

    void noteUses(Tx tx, List<SessionUses.Use> uses) {
        tx.sql(NOTE_USES)
                .bind("ids", uses.stream().map(SessionUses.Use::session).toList())
                .bind("times", uses.stream().map(SessionUses.Use::at).toList())
                .bind("addresses", uses.stream().map(SessionUses.Use::address).toList())
                .update();
    }

    /// Deletes all sessions of an account but one.
    ///
    /// @return which those were, in no order
    List<SessionId> deleteOthers(Tx tx, UserId user, SessionId kept) {
        return tx.sql(DELETE_OTHERS).bind("user", user).bind("kept", kept).list(row -> row.as("id", SessionId::new));
    }

    /// @return whether there was such a session
    boolean delete(Tx tx, SessionId id, UserId user) {
        return tx.sql(DELETE).bind("id", id).bind("user", user).update() > 0;
    }
}
