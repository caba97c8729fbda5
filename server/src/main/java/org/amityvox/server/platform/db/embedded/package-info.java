// SPDX-License-Identifier: AGPL-3.0-only
/// The PostgreSQL that a server without any other brings along: unpacked, made, started, watched
/// and stopped here.
///
/// It is durable and closed: fsync on, one role with a generated password over loopback, the
/// superuser without any way in. Everything lives below one data directory, whose lock keeps a
/// second server out. See `docs/adr/0002-embedded-postgresql.md`.
@NullMarked
package org.amityvox.server.platform.db.embedded;

import org.jspecify.annotations.NullMarked;
