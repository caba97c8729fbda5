// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.nio.file.Path;

/// What an [EmbeddedPostgres] is made from.
///
/// @param directory the data directory of the instance; made when it does not exist
/// @param binaries where the programs of PostgreSQL are unpacked; may be shared between instances
/// @param maxConnections of all clients together, at least 2
/// @param sharedBuffersMegabytes PostgreSQL's own page cache; most of it is memory that counts
/// @param mustExist the caller knows that this instance has lived before: a missing database is a
///     failure, never a reason to make a new one. The marker in the data directory says so too, but
///     is lost along with it
public record EmbeddedPostgresSettings(
        Path directory,
        Path binaries,
        Durability durability,
        int maxConnections,
        int sharedBuffersMegabytes,
        boolean mustExist) {

    private static final int MAX_CONNECTIONS = 20;
    private static final int SHARED_BUFFERS_MEGABYTES = 32;

    public enum Durability {
        /// What was acknowledged survives a power cut.
        DURABLE,
        /// For tests: nothing is synced, and the role may create databases.
        THROWAWAY
    }

    public EmbeddedPostgresSettings {
        if (maxConnections < 2) {
            throw new IllegalArgumentException("maxConnections must be at least 2");
        }
        if (sharedBuffersMegabytes < 1) {
            throw new IllegalArgumentException("sharedBuffersMegabytes must be at least 1");
        }
    }

    /// For an instance that people use, sized for a Raspberry Pi.
    public static EmbeddedPostgresSettings durable(Path directory) {
        return defaults(directory, Durability.DURABLE);
    }

    /// For tests.
    public static EmbeddedPostgresSettings throwaway(Path directory) {
        return defaults(directory, Durability.THROWAWAY);
    }

    private static EmbeddedPostgresSettings defaults(Path directory, Durability durability) {
        return new EmbeddedPostgresSettings(
                directory,
                directory.resolve("postgres-bin"),
                durability,
                MAX_CONNECTIONS,
                SHARED_BUFFERS_MEGABYTES,
                false);
    }

    public EmbeddedPostgresSettings withBinaries(Path other) {
        return new EmbeddedPostgresSettings(
                directory, other, durability, maxConnections, sharedBuffersMegabytes, mustExist);
    }

    public EmbeddedPostgresSettings withMaxConnections(int other) {
        return new EmbeddedPostgresSettings(directory, binaries, durability, other, sharedBuffersMegabytes, mustExist);
    }

    public EmbeddedPostgresSettings withSharedBuffersMegabytes(int other) {
        return new EmbeddedPostgresSettings(directory, binaries, durability, maxConnections, other, mustExist);
    }

    public EmbeddedPostgresSettings thatMustExist() {
        return new EmbeddedPostgresSettings(
                directory, binaries, durability, maxConnections, sharedBuffersMegabytes, true);
    }
}
