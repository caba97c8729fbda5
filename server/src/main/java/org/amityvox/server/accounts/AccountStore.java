// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `users` table.
final class AccountStore {
    private static final String INSERT = """
            INSERT INTO users (id, instance_id, username, status, password_hash, admin, bot, created_at)
            VALUES (:id, :instance, :username, 'online', :hash, :admin, false, :now)
            """;

    private static final String LIST = """
            SELECT id AS user_id, username AS user_username, display_name AS user_display_name, bot AS user_bot,
                   created_at AS user_created_at, status, admin
              FROM users
             WHERE id = ANY(:ids)
             ORDER BY id
             LIMIT 1000
            """;

    private static final String CREDENTIALS = """
            SELECT id, password_hash
              FROM users
             WHERE instance_id = :instance
               AND lower(username) = lower(:username)
               AND password_hash IS NOT NULL
            """;

    private static final String CREDENTIALS_OF = """
            SELECT id, password_hash
              FROM users
             WHERE id = :id
               AND password_hash IS NOT NULL
            """;

    private static final String UPDATE = """
            UPDATE users
               SET display_name = :display_name::text, status = :status
             WHERE id = :id
            """;

    private static final String LOCK = """
            SELECT id AS user_id, username AS user_username, display_name AS user_display_name, bot AS user_bot,
                   created_at AS user_created_at, status, admin
              FROM users
             WHERE id = :id
               FOR NO KEY UPDATE
            """;

    private static final String SET_PASSWORD_HASH = """
            UPDATE users
               SET password_hash = :hash
             WHERE id = :id
            """;

    /// @throws org.amityvox.server.kernel.ApiException `username_taken` (409)
    void insert(Tx tx, UserId id, InstanceId instance, String username, String hash, boolean admin, Instant now) {
        try {
            tx.sql(INSERT)
                    .bind("id", id)
                    .bind("instance", instance)
                    .bind("username", username)
                    .bind("hash", hash)
                    .bind("admin", admin)
                    .bind("now", now)
                    .update();
        } catch (DatabaseException e) {
            if (e.violates("users_username")) {
                throw AccountError.USERNAME_TAKEN.exception();
            }
            throw e;
        }
    }

    /// Those of `ids` that exist, ascending.
    List<Account> list(Tx tx, Collection<UserId> ids) {
        return tx.sql(LIST).bind("ids", ids).list(AccountStore::toAccount);
    }

    Optional<Credentials> credentials(Tx tx, InstanceId instance, String username) {
        return tx.sql(CREDENTIALS)
                .bind("instance", instance)
                .bind("username", username)
                .first(row -> new Credentials(row.as("id", UserId::new), row.text("password_hash")));
    }

    /// Of one account; empty if it has no password.
    Optional<Credentials> credentials(Tx tx, UserId id) {
        return tx.sql(CREDENTIALS_OF)
                .bind("id", id)
                .first(row -> new Credentials(row.as("id", UserId::new), row.text("password_hash")));
    }

    record Credentials(UserId userId, String hash) {}

    /// The account, locked against other changes until the transaction ends.
    Optional<Account> lock(Tx tx, UserId id) {
        return tx.sql(LOCK).bind("id", id).first(AccountStore::toAccount);
    }

    void update(Tx tx, UserId id, @Nullable String displayName, String status) {
        tx.sql(UPDATE)
                .bind("id", id)
                .bind("display_name", displayName)
                .bind("status", status)
                .update();
    }

    void setPasswordHash(Tx tx, UserId id, String hash) {
        tx.sql(SET_PASSWORD_HASH).bind("id", id).bind("hash", hash).update();
    }

    private static Account toAccount(Row row) {
        return new Account(UserProfile.of(row), row.text("status"), row.flag("admin"));
    }
}
