// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings.Durability;

/// `postgresql.conf` and `pg_hba.conf`, written anew at every start.
///
/// They lie outside of the database directory, so that the user that PostgreSQL runs as can read
/// but not change them, and a server that runs as root never writes where another user does.
record PostgresConfiguration(Path directory, EmbeddedPostgresSettings settings) {
    static final String HOST = "127.0.0.1";
    static final String NAME = "amityvox";

    // The role is no superuser, and there is no line for the superuser: nobody logs in as that one.
    private static final String HBA = """
            # Written by AmityVox at every start; changes to this file are lost.
            # type  database  user      address       method
            host    all       amityvox  127.0.0.1/32  scram-sha-256
            """;

    private static final String CONF = """
            # Written by AmityVox at every start; changes to this file are lost.
            port = %s
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            hba_file = '%s'
            password_encryption = 'scram-sha-256'
            allow_alter_system = off

            # A power cut loses nothing that was acknowledged.
            fsync = %s
            synchronous_commit = %s
            full_page_writes = %s

            # Sized for a small machine.
            max_connections = %s
            superuser_reserved_connections = 0
            shared_buffers = '%sMB'
            effective_cache_size = '256MB'
            work_mem = '4MB'
            maintenance_work_mem = '32MB'
            max_wal_size = '256MB'
            min_wal_size = '32MB'
            max_wal_senders = 0
            max_logical_replication_workers = 0
            max_worker_processes = 4
            max_parallel_workers_per_gather = 0
            autovacuum_max_workers = 1
            huge_pages = off
            jit = off

            # A client that stands still in a transaction holds up everybody's events.
            idle_in_transaction_session_timeout = '5s'
            # A client that died is noticed while its statement still runs.
            client_connection_check_interval = '10s'

            # Texts that people wrote stay out of the log: no statements, no values of keys.
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_checkpoints = off
            logging_collector = off
            log_line_prefix = '%%m [%%p] '

            timezone = 'UTC'
            log_timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            """;

    // Below the range from which the system takes ports for outgoing connections, which could hold ours while
    // PostgreSQL is being restarted.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int ATTEMPTS = 200;
    private static final Pattern PORT = Pattern.compile("^port = (\\d{1,5})$", Pattern.MULTILINE);

    Path conf() {
        return directory.resolve("postgresql.conf");
    }

    private Path hba() {
        return directory.resolve("pg_hba.conf");
    }

    void write(int port) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        DurableFiles.write(hba(), HBA, "rw-r--r--");
        DurableFiles.write(conf(), text(port), "rw-r--r--");
    }

    /// Whether a PostgreSQL that was started from these files runs with the present settings.
    boolean isWritten(int port) throws IOException {
        return Files.exists(conf())
                && Files.exists(hba())
                && Files.readString(conf()).equals(text(port))
                && Files.readString(hba()).equals(HBA);
    }

    private String text(int port) {
        var synced = settings.durability() == Durability.DURABLE ? "on" : "off";
        return CONF.formatted(
                Integer.toString(port),
                quoted(hba()),
                synced,
                synced,
                synced,
                Integer.toString(settings.maxConnections()),
                Integer.toString(settings.sharedBuffersMegabytes()));
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n");
    }

    /// The port of the last start while it is free, otherwise another.
    int choosePort() throws IOException {
        var last = lastPort();
        if (last.isPresent() && isFree(last.get())) {
            return last.get();
        }
        var random = ThreadLocalRandom.current();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No port between %s and %s is free on %s".formatted(FIRST_PORT, LAST_PORT, HOST));
    }

    private Optional<Integer> lastPort() throws IOException {
        if (!Files.exists(conf())) {
            return Optional.empty();
        }
        var matcher = PORT.matcher(Files.readString(conf()));
        return matcher.find()
                ? Optional.of(Integer.parseInt(matcher.group(1))).filter(PostgresConfiguration::isPort)
                : Optional.empty();
    }

    private static boolean isPort(int number) {
        return number > 0 && number < 65_536;
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
