// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Why PostgreSQL cannot be had. The message is for the host of the instance: it names the path and
/// says what to do.
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient Path path;

    public enum Reason {
        /// There are no programs of PostgreSQL for this system or processor.
        UNSUPPORTED_SYSTEM,
        /// Another server holds the data directory.
        DIRECTORY_IN_USE,
        /// A directory cannot be made, written, or passed through by the user that PostgreSQL runs
        /// as.
        DIRECTORY_UNREACHABLE,
        /// The database of an instance that existed is gone.
        CLUSTER_MISSING,
        /// The database is there, but damaged, incomplete or closed to us.
        CLUSTER_UNREADABLE,
        /// The database belongs to an operating system user that PostgreSQL cannot run as.
        CLUSTER_FOREIGN,
        /// The database was made by another major version of PostgreSQL.
        OTHER_MAJOR_VERSION,
        /// The server runs as root, and no ordinary user can be had for PostgreSQL.
        NO_ORDINARY_USER,
        UNPACKING_FAILED,
        /// A new database could not be made.
        CREATION_FAILED,
        /// PostgreSQL ended, or did not get ready, while starting.
        START_FAILED,
        INTERRUPTED
    }

    EmbeddedPostgresException(Reason reason, Path path, String message) {
        this(reason, path, message, null);
    }

    EmbeddedPostgresException(Reason reason, Path path, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.path = path;
    }

    public Reason reason() {
        return reason;
    }

    /// The file or directory that this is about.
    public Path path() {
        return path;
    }
}
