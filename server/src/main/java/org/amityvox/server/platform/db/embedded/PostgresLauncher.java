// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.START_FAILED;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets PostgreSQL running on a database, whatever an earlier server or a crash has left behind.
record PostgresLauncher(PostgresCluster cluster, PostgresConfiguration configuration, PostgresLog report) {
    private static final Logger log = LoggerFactory.getLogger(PostgresLauncher.class);

    // Recovery after a crash reads at most some hundred megabytes, from a memory card perhaps.
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final Duration READY_POLL = Duration.ofMillis(10);
    private static final Duration LINGERING = Duration.ofSeconds(3);
    private static final Duration LINGERING_POLL = Duration.ofMillis(50);
    private static final int PORT_ATTEMPTS = 3;

    /// A PostgreSQL that accepts connections, and where.
    record Running(Postmaster postmaster, int port) {}

    /// Takes over a PostgreSQL that still runs with the present settings; otherwise stops it and
    /// starts one.
    Running obtain() throws IOException, InterruptedException {
        var left = PostmasterFile.read(cluster.directory());
        var process = left.flatMap(file -> LiveProcess.of(file.pid(), cluster.directory()));
        if (left.isPresent() && process.isPresent()) {
            var postmaster = Postmaster.found(cluster, process.get());
            if (isReusable(left.get(), process.get())) {
                log.atInfo()
                        .addKeyValue("pid", postmaster.pid())
                        .log("Taking over the PostgreSQL of an earlier server");
                awaitReady(postmaster);
                return new Running(postmaster, left.get().port());
            }
            log.atInfo().addKeyValue("pid", postmaster.pid()).log("Stopping the PostgreSQL of an earlier server");
            postmaster.stop();
        }
        clearRemains();
        if (!cluster.hasPassword()) {
            cluster.renewPassword();
        }
        return launchOnFreePort();
    }

    private boolean isReusable(PostmasterFile file, LiveProcess process) throws IOException {
        return cluster.hasPassword()
                && !file.isStopping()
                && configuration.isWritten(file.port())
                && process.program()
                        .equals(Optional.of(Path.of(cluster.binaries().program("postgres"))));
    }

    private Running launchOnFreePort() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int port = configuration.choosePort();
            configuration.write(port);
            try {
                return new Running(launch(), port);
            } catch (EmbeddedPostgresException e) {
                // Somebody may have taken the port after we had looked.
                if (attempt == PORT_ATTEMPTS || PostgresConfiguration.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    /// Starts PostgreSQL again after it has ended, with the configuration as written.
    ///
    /// @throws EmbeddedPostgresException when it does not come up, or its database is gone
    Postmaster relaunch() throws IOException, InterruptedException {
        cluster.requireUsable();
        clearRemains();
        return launch();
    }

    private Postmaster launch() throws IOException, InterruptedException {
        report.prepare();
        long offset = report.size();
        var child = cluster.programs()
                .prepare(command())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.appendTo(report.file().toFile()))
                .start();
        var postmaster = Postmaster.ofChild(cluster, child);
        try {
            awaitReady(postmaster);
            return postmaster;
        } catch (EmbeddedPostgresException e) {
            postmaster.stop();
            throw failed("%s It reports in %s:\n%s".formatted(e.getMessage(), report.file(), report.tail(offset)));
        } catch (IOException | InterruptedException e) {
            stopDespiteInterrupt(postmaster);
            throw e;
        }
    }

    /// An interrupted thread can wait for nothing, and may have met the interrupt as a failed read.
    private static void stopDespiteInterrupt(Postmaster postmaster) throws IOException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            postmaster.stop();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<String> command() {
        var postgres = List.of(
                cluster.binaries().program("postgres"),
                "-D",
                cluster.directory().toString(),
                "-c",
                "config_file=" + configuration.conf());
        var command = new ArrayList<String>();
        // A session of its own: the Ctrl-C of a terminal is for the server, which stops its database last.
        cluster.programs().find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(cluster.user().command(postgres));
        return command;
    }

    private void awaitReady(Postmaster postmaster) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!postmaster.isReady()) {
            if (postmaster.awaitExit(READY_POLL)) {
                throw failed("PostgreSQL ended while starting.");
            }
            if (System.nanoTime() - end >= 0) {
                throw failed("PostgreSQL did not get ready within %s minutes.".formatted(READY_LIMIT.toMinutes()));
            }
        }
    }

    private EmbeddedPostgresException failed(String message) {
        return new EmbeddedPostgresException(START_FAILED, cluster.directory(), message);
    }

    /// Waits for what outlives a postmaster that was killed: its other processes end by themselves,
    /// most at once. Those that hang are killed, since PostgreSQL does not start beside them;
    /// nothing acknowledged is in their hands.
    private void clearRemains() throws IOException, InterruptedException {
        if (!areGoneWithin(LINGERING)) {
            for (var process : LiveProcess.allIn(cluster.directory())) {
                log.atWarn().addKeyValue("pid", process.pid()).log("Killing a process that PostgreSQL has left behind");
                cluster.signal(process.pid(), "KILL");
            }
            if (!areGoneWithin(LINGERING)) {
                throw failed("Processes of an earlier PostgreSQL use %s and cannot be ended."
                        .formatted(cluster.directory()));
            }
        }
        PostmasterFile.deleteMisleading(cluster.directory());
    }

    private boolean areGoneWithin(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!LiveProcess.allIn(cluster.directory()).isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LINGERING_POLL.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
