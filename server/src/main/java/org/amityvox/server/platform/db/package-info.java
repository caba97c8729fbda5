// SPDX-License-Identifier: AGPL-3.0-only
/// PostgreSQL over JDBC: the pool, transactions, named parameters, migrations. HikariCP, pgjdbc and Flyway live here
/// only.
@NullMarked
package org.amityvox.server.platform.db;

import org.jspecify.annotations.NullMarked;
