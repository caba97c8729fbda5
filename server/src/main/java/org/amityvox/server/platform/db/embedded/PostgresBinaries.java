// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.UNPACKING_FAILED;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.UNSUPPORTED_SYSTEM;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The unpacked programs of PostgreSQL, in a directory named after their version and the checksum
/// of their archive.
///
/// An update of the server brings another archive, hence another directory; the old one stays.
record PostgresBinaries(Path directory) {
    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);

    /// `os.arch` => the processor as the archives name it.
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

    private static final String UNFINISHED = "unpacking-";
    // Unpacking takes seconds; what is older was left behind.
    private static final Duration UNFINISHED_FOR_GOOD = Duration.ofMinutes(10);
    private static final int RUN_ATTEMPTS = 40;
    private static final Duration RUN_PAUSE = Duration.ofMillis(50);
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

    /// Unpacks the archive from the class path unless that was done before. Several processes may
    /// do so at once.
    ///
    /// @param parent made when it does not exist
    /// @throws EmbeddedPostgresException `UNSUPPORTED_SYSTEM`, `UNPACKING_FAILED`
    static PostgresBinaries unpacked(Path parent, Programs programs, Clock clock) throws InterruptedException {
        try {
            var archive = archive(parent);
            var checksum = checksum(archive);
            var present = find(parent, checksum);
            return present.isPresent() ? present.get() : unpack(archive, checksum, parent, programs, clock);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    UNPACKING_FAILED,
                    parent,
                    ("The programs of PostgreSQL cannot be unpacked into %s (%s). "
                                    + "It needs 100 MB of free space and the right to write there.")
                            .formatted(parent, e),
                    e);
        }
    }

    /// @throws EmbeddedPostgresException `UNSUPPORTED_SYSTEM`
    static void requireSupportedSystem(Path parent) {
        archive(parent);
    }

    private static URL archive(Path parent) {
        var processor = PROCESSORS.get(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
        var archive = processor == null || !System.getProperty("os.name").equals("Linux")
                ? null
                : PostgresBinaries.class.getResource("/postgres-linux-" + processor + ".txz");
        if (archive == null) {
            throw new EmbeddedPostgresException(
                    UNSUPPORTED_SYSTEM,
                    parent,
                    "This server brings no PostgreSQL for %s on %s. Run one yourself and set database.url."
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return archive;
    }

    /// From the directory of the jar, so that a start need not read the archive.
    private static String checksum(URL archive) throws IOException {
        if (!(archive.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(archive + " is not in a jar");
        }
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            return HexFormat.of()
                    .toHexDigits((int) jar.getEntry(connection.getEntryName()).getCrc());
        }
    }

    private static Optional<PostgresBinaries> find(Path parent, String checksum) throws IOException {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (var entries = Files.newDirectoryStream(parent, "*-" + checksum)) {
            for (var entry : entries) {
                return Optional.of(new PostgresBinaries(entry.toRealPath()));
            }
        }
        return Optional.empty();
    }

    private static PostgresBinaries unpack(URL archive, String checksum, Path parent, Programs programs, Clock clock)
            throws IOException, InterruptedException {
        var readable = PosixFilePermissions.fromString("rwxr-xr-x");
        if (!Files.isDirectory(parent)) {
            Files.createDirectories(parent);
            Files.setPosixFilePermissions(parent, readable);
        }
        deleteUnfinished(parent, clock);
        log.atInfo().addKeyValue("directory", parent).log("Unpacking PostgreSQL");
        var fresh = Files.createTempDirectory(parent, UNFINISHED);
        Files.setPosixFilePermissions(fresh, readable);
        BinaryArchive.unpack(archive, fresh);
        syncFileSystem(fresh, programs);
        var version = new PostgresBinaries(fresh).askVersion(programs);
        try {
            DurableFiles.move(fresh, parent.resolve(version + "-" + checksum));
        } catch (IOException e) {
            DurableFiles.deleteTree(fresh);
            // Another process was faster.
            return find(parent, checksum).orElseThrow(() -> e);
        }
        return find(parent, checksum).orElseThrow(() -> new IOException("The unpacked directory has vanished"));
    }

    private static void deleteUnfinished(Path parent, Clock clock) throws IOException {
        var limit = clock.instant().minus(UNFINISHED_FOR_GOOD);
        try (var entries = Files.newDirectoryStream(parent, UNFINISHED + "*")) {
            for (var entry : entries) {
                if (Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
                    DurableFiles.deleteTree(entry);
                }
            }
        }
    }

    // Else a power cut after the rename can leave files that look complete and are empty. One call instead of a
    // thousand: on a memory card each costs tens of milliseconds.
    private static void syncFileSystem(Path directory, Programs programs) throws IOException, InterruptedException {
        var sync = programs.find("sync");
        if (sync.isPresent()) {
            programs.run(List.of(sync.get().toString(), "-f", directory.toString()), Duration.ofMinutes(5));
        }
    }

    private String askVersion(Programs programs) throws IOException, InterruptedException {
        var outcome = runWhenClosed(programs, List.of(program("postgres"), "--version"));
        if (!outcome.succeeded()) {
            throw new IOException("Its programs do not run here: " + outcome.output());
        }
        return outcome.output().substring(outcome.output().lastIndexOf(' ') + 1);
    }

    // A child that another thread started while we wrote the program holds it open for a moment, and what is open for
    // writing cannot be run.
    private static Programs.Outcome runWhenClosed(Programs programs, List<String> command)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return programs.run(command, VERSION_LIMIT);
            } catch (IOException e) {
                if (attempt == RUN_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(RUN_PAUSE.toNanos());
            }
        }
    }

    /// The path of a program: `initdb`, `postgres` or `pg_ctl`.
    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    /// For instance 17.
    int major() {
        var name = directory.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.indexOf('.')));
    }
}
