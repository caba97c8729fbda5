// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.DIRECTORY_IN_USE;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.DIRECTORY_UNREACHABLE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The data directory of one instance, held by this process until it is closed or the process ends
/// in any way.
///
/// | name | holds |
/// | --- | --- |
/// | `instance.toml` | the marker: an instance lives here |
/// | `server.lock` | the lock, with the process id of its holder |
/// | `postgres/` | the database |
/// | `postgres-conf/` | its configuration, written anew at every start |
/// | `postgres.log` | what PostgreSQL reports |
/// | `postgres.password` | the password of the role `amityvox` |
final class InstanceDirectory implements AutoCloseable {
    private static final String MARKER_TEXT = """
            # An AmityVox instance lives in this directory. Keep this file: without it, a database
            # that is missing (a disk that is not mounted) would be taken for a new instance.

            [database]
            kind = "embedded"
            postgres_major = %s
            """;

    private final Path root;
    private final FileLock lock;

    private InstanceDirectory(Path root, FileLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Makes the directory when it does not exist, and locks it.
    ///
    /// @throws EmbeddedPostgresException `DIRECTORY_IN_USE` naming the process that holds it,
    /// `DIRECTORY_UNREACHABLE`
    static InstanceDirectory open(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                // PostgreSQL may have to pass through as another user, whatever the umask. The files guard themselves.
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            var root = directory.toRealPath();
            return new InstanceDirectory(root, lock(root.resolve("server.lock")));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNREACHABLE,
                    directory,
                    ("The data directory %s cannot be made or written (%s). "
                                    + "Choose another as data.directory, or give it to the user that runs the server.")
                            .formatted(directory, e),
                    e);
        }
    }

    private static FileLock lock(Path file) throws IOException {
        // To close a second descriptor of the file would release the lock of the first: POSIX locks are per process.
        if (isOpenInThisProcess(file)) {
            throw inUse(file, Long.toString(ProcessHandle.current().pid()));
        }
        var channel = FileChannel.open(
                file,
                Set.of(CREATE, READ, WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var lock = channel.tryLock();
        if (lock == null) {
            try (channel) {
                throw inUse(file, Files.readString(file).strip());
            }
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
        return lock;
    }

    private static boolean isOpenInThisProcess(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        var real = file.toRealPath();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var descriptor : descriptors) {
                if (LiveProcess.linkAt(descriptor).filter(real::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static EmbeddedPostgresException inUse(Path file, String pid) {
        return new EmbeddedPostgresException(
                DIRECTORY_IN_USE,
                file,
                ("The data directory of %s is in use by another server (process %s). "
                                + "Stop that one first, or give this one a data.directory of its own.")
                        .formatted(file, pid));
    }

    Path root() {
        return root;
    }

    Path cluster() {
        return root.resolve("postgres");
    }

    Path configuration() {
        return root.resolve("postgres-conf");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    Path password() {
        return root.resolve("postgres.password");
    }

    Path marker() {
        return root.resolve("instance.toml");
    }

    boolean isMarked() {
        return Files.exists(marker());
    }

    /// Says for good that an instance lives here. Saying it again changes nothing.
    void mark(int postgresMajor) throws IOException {
        if (!isMarked()) {
            DurableFiles.write(marker(), MARKER_TEXT.formatted(Integer.toString(postgresMajor)), "rw-r--r--");
        }
    }

    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            // The descriptor is gone, and the lock with it.
        }
    }
}
