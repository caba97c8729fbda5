// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.CLUSTER_MISSING;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.CLUSTER_UNREADABLE;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.CREATION_FAILED;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.OTHER_MAJOR_VERSION;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings.Durability;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database on disk: whether it may be used, and how it is made. Nothing here deletes one.
record PostgresCluster(
        InstanceDirectory instance,
        EmbeddedPostgresSettings settings,
        PostgresBinaries binaries,
        OrdinaryUser user,
        Programs programs) {
    private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);

    private static final String HALF_MADE = "postgres.new-";
    private static final Duration CREATION_LIMIT = Duration.ofMinutes(10);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);
    private static final Duration ABANDONED_LIMIT = Duration.ofSeconds(10);
    private static final Duration ABANDONED_POLL = Duration.ofMillis(50);

    // One statement a line. The role reads statistics and the rules of access for metrics and tests; template1 hands
    // that right on to every database made from it.
    private static final String CREATE = """
            CREATE ROLE amityvox LOGIN %s PASSWORD '%s';
            GRANT pg_monitor TO amityvox;
            GRANT SELECT ON pg_catalog.pg_hba_file_rules TO amityvox;
            GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules() TO amityvox;
            CREATE DATABASE amityvox OWNER amityvox;
            """;
    private static final String CHANGE_PASSWORD = """
            ALTER ROLE amityvox PASSWORD '%s';
            """;

    Path directory() {
        return instance.cluster();
    }

    /// Whether a database has to be made: none is there, and there are no signs that one was.
    ///
    /// @throws EmbeddedPostgresException when what is there cannot be used, or what should be there
    ///     is not
    boolean isNew() {
        try {
            if (!isEmpty()) {
                requireUsable();
                return false;
            }
        } catch (IOException e) {
            throw unreadable(e.toString(), e);
        }
        if (settings.mustExist() || instance.isMarked()) {
            throw new EmbeddedPostgresException(
                    CLUSTER_MISSING,
                    directory(),
                    ("This instance has a database, but %s is missing or empty. "
                                    + "Is the disk mounted? Nothing was changed. "
                                    + "Bring the directory back, or restore a backup into it.")
                            .formatted(directory()));
        }
        return true;
    }

    private boolean isEmpty() throws IOException {
        if (!Files.exists(directory())) {
            return true;
        }
        try (var entries = Files.list(directory())) {
            return entries.findAny().isEmpty();
        }
    }

    /// @throws EmbeddedPostgresException `CLUSTER_UNREADABLE`, `OTHER_MAJOR_VERSION`
    void requireUsable() throws IOException {
        var version = directory().resolve("PG_VERSION");
        if (!Files.exists(version) || !Files.exists(directory().resolve("global/pg_control"))) {
            throw unreadable("PG_VERSION or global/pg_control is missing", null);
        }
        var major = Files.readString(version).strip();
        if (!major.equals(Integer.toString(binaries.major()))) {
            throw new EmbeddedPostgresException(
                    OTHER_MAJOR_VERSION,
                    directory(),
                    ("The database in %s was made by PostgreSQL %s, and this server brings PostgreSQL "
                                    + "%s, which cannot read it. "
                                    + "Nothing was changed. "
                                    + "Start the version of AmityVox that it belongs to, or restore a backup.")
                            .formatted(directory(), major, binaries.major()));
        }
    }

    private EmbeddedPostgresException unreadable(String why, @Nullable IOException cause) {
        return new EmbeddedPostgresException(
                CLUSTER_UNREADABLE,
                directory(),
                ("The database in %s cannot be read (%s). Is the disk mounted and whole? Nothing was changed. "
                                + "Repair it, or restore a backup into an empty directory.")
                        .formatted(directory(), why),
                cause);
    }

    /// Makes the database, the role and the role's password. It appears under its name when it is
    /// complete; what a start that was cut short has left is removed.
    void create() throws IOException, InterruptedException {
        log.atInfo().addKeyValue("directory", directory()).log("Making a new database");
        deleteHalfMade();
        var fresh = Files.createTempDirectory(
                instance.root(),
                HALF_MADE,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        user.give(fresh);
        require(programs.run(user.command(initdb(fresh)), CREATION_LIMIT));
        var password = generatePassword();
        var rights = settings.durability() == Durability.THROWAWAY ? "CREATEDB" : "NOCREATEDB";
        runAlone(fresh, CREATE.formatted(rights, password.reveal()));
        DurableFiles.write(instance.password(), password.reveal() + "\n", "rw-------");
        DurableFiles.move(fresh, directory());
    }

    private void deleteHalfMade() throws IOException, InterruptedException {
        try (var entries = Files.newDirectoryStream(instance.root(), HALF_MADE + "*")) {
            for (var entry : entries) {
                deleteHalfMade(entry);
            }
        }
    }

    /// The initdb of a server that was killed lives on for a moment, and writes.
    private void deleteHalfMade(Path abandoned) throws IOException, InterruptedException {
        long end = System.nanoTime() + ABANDONED_LIMIT.toNanos();
        while (true) {
            for (var process : LiveProcess.allIn(abandoned)) {
                signal(process.pid(), "KILL");
            }
            try {
                DurableFiles.deleteTree(abandoned);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(ABANDONED_POLL.toNanos());
            }
        }
    }

    // The builtin locale belongs to PostgreSQL: no update of the system can change the order of texts in an index.
    private List<String> initdb(Path fresh) {
        var command = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "--pgdata=" + fresh,
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--auth=reject",
                "--data-checksums",
                "--no-instructions"));
        if (settings.durability() == Durability.THROWAWAY) {
            command.add("--no-sync");
        }
        return command;
    }

    boolean hasPassword() {
        return Files.exists(instance.password());
    }

    Secret password() throws IOException {
        return Secret.of(Files.readString(instance.password()).strip());
    }

    /// Gives the role a new password, when the file of the old one is lost. PostgreSQL must not
    /// run.
    void renewPassword() throws IOException, InterruptedException {
        log.atWarn()
                .addKeyValue("file", instance.password())
                .log("The password of the database is lost; making a new one");
        var password = generatePassword();
        runAlone(directory(), CHANGE_PASSWORD.formatted(password.reveal()));
        DurableFiles.write(instance.password(), password.reveal() + "\n", "rw-------");
    }

    /// Signals a process as the user that PostgreSQL runs as: should the id belong to somebody else
    /// by now, also to root, nothing happens.
    void signal(long pid, String name) throws IOException, InterruptedException {
        var kill = List.of(binaries.program("pg_ctl"), "kill", name, Long.toString(pid));
        programs.run(user.command(kill), SIGNAL_LIMIT);
    }

    private static Secret generatePassword() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Runs statements as the superuser in a PostgreSQL without network, so that the superuser
    /// needs no password.
    private void runAlone(Path cluster, String statements) throws IOException, InterruptedException {
        var command = List.of(
                binaries.program("postgres"),
                "--single",
                "-D",
                cluster.toString(),
                "-c",
                "exit_on_error=on",
                // A statement that fails holds the password.
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_checkpoints=off",
                "template1");
        require(programs.run(user.command(command), statements, CREATION_LIMIT));
    }

    private void require(Programs.Outcome outcome) {
        if (!outcome.succeeded()) {
            throw new EmbeddedPostgresException(
                    CREATION_FAILED,
                    directory(),
                    "The database in %s could not be made; the next start tries again. PostgreSQL says:\n%s"
                            .formatted(directory(), outcome.output()));
        }
    }
}
