// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import org.amityvox.server.kernel.Secret;

/// How a client reaches the database. It stays the same for the life of one [EmbeddedPostgres],
/// also over restarts of PostgreSQL; the next start may choose another port.
public record PostgresTarget(String host, int port, String database, String user, Secret password) {

    /// Without user and password.
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%s/%s".formatted(host, Integer.toString(port), database);
    }
}
