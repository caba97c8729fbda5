// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.DIRECTORY_UNREACHABLE;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.INTERRUPTED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.amityvox.server.kernel.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL that is started, watched and stopped with this process.
///
/// | what ends | what follows |
/// | --- | --- |
/// | PostgreSQL, in any way | it is started again on the same port, for as long as it takes |
/// | this process, killed | PostgreSQL goes on; the next start takes it over |
/// | both | the next start recovers what was acknowledged |
///
/// One virtual thread watches. It alone replaces the postmaster, and is gone before [#close()]
/// touches it.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final Duration LOG_CHECK = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SUPERVISOR_LIMIT = Duration.ofSeconds(60);

    private final InstanceDirectory instance;
    private final PostgresLauncher launcher;
    private final PostgresTarget target;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile Postmaster postmaster;
    private volatile PostgresState state = PostgresState.RUNNING;

    private EmbeddedPostgres(
            InstanceDirectory instance, PostgresLauncher launcher, PostgresTarget target, Postmaster postmaster) {
        this.instance = instance;
        this.launcher = launcher;
        this.target = target;
        this.postmaster = postmaster;
        this.supervisor = Thread.ofVirtual().name("postgres-supervisor").unstarted(this::watch);
    }

    /// Returns once PostgreSQL accepts connections. On a directory without a database one is made,
    /// unless there are signs that there was one before. A start that fails deletes nothing.
    ///
    /// @throws EmbeddedPostgresException with the reason, the path it is about and what to do
    public static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
        PostgresBinaries.requireSupportedSystem(settings.binaries());
        var instance = InstanceDirectory.open(settings.directory());
        @Nullable EmbeddedPostgres started = null;
        try {
            started = start(instance, settings);
            started.supervisor.start();
            return started;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNREACHABLE,
                    instance.root(),
                    "PostgreSQL cannot use the data directory %s (%s).".formatted(instance.root(), e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException(INTERRUPTED, instance.root(), "The start was interrupted.", e);
        } finally {
            if (started == null) {
                instance.close();
            }
        }
    }

    private static EmbeddedPostgres start(InstanceDirectory instance, EmbeddedPostgresSettings settings)
            throws IOException, InterruptedException {
        var programs = Programs.ofSystem();
        var user = OrdinaryUser.forCluster(instance.cluster(), programs);
        user.requireReach(instance.root());
        var binaries = PostgresBinaries.unpacked(settings.binaries(), programs, Clock.systemUTC());
        user.requireReach(binaries.directory());
        var cluster = new PostgresCluster(instance, settings, binaries, user, programs);
        if (cluster.isNew()) {
            cluster.create();
        }
        instance.mark(binaries.major());
        var launcher = new PostgresLauncher(
                cluster,
                new PostgresConfiguration(instance.configuration(), settings),
                new PostgresLog(instance.log()));
        var running = launcher.obtain();
        var target = new PostgresTarget(
                PostgresConfiguration.HOST,
                running.port(),
                PostgresConfiguration.NAME,
                PostgresConfiguration.NAME,
                cluster.password());
        log.atInfo()
                .addKeyValue("pid", running.postmaster().pid())
                .addKeyValue("port", running.port())
                .log("PostgreSQL is ready");
        return new EmbeddedPostgres(instance, launcher, target, running.postmaster());
    }

    /// The database in `directory`, when another process runs it at this moment: for commands beside a
    /// running server.
    public static Optional<PostgresTarget> runningIn(Path directory) {
        try {
            var file = PostmasterFile.read(directory.resolve("postgres"));
            if (file.filter(PostmasterFile::isReady).isEmpty()) {
                return Optional.empty();
            }
            var password =
                    Files.readString(directory.resolve("postgres.password")).strip();
            return Optional.of(new PostgresTarget(
                    PostgresConfiguration.HOST,
                    file.get().port(),
                    PostgresConfiguration.NAME,
                    PostgresConfiguration.NAME,
                    Secret.of(password)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Stays the same until [#close()].
    public PostgresTarget target() {
        return target;
    }

    public PostgresState state() {
        return state;
    }

    private void watch() {
        try {
            while (closing.getCount() > 0) {
                if (postmaster.awaitExit(LOG_CHECK)) {
                    recover();
                } else {
                    boundReport();
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and it takes over from here.
        }
    }

    private void recover() throws InterruptedException {
        state = PostgresState.RECOVERING;
        log.atWarn().addKeyValue("pid", postmaster.pid()).log("PostgreSQL has ended unexpectedly; starting it again");
        // Also before the first attempt: one that dies at once each time must not keep the machine busy.
        var pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), MILLISECONDS)) {
            try {
                postmaster = launcher.relaunch();
                state = PostgresState.RUNNING;
                log.atInfo().addKeyValue("pid", postmaster.pid()).log("PostgreSQL is ready again");
                return;
            } catch (IOException | RuntimeException e) {
                log.atError().setCause(e).log("PostgreSQL cannot be started again yet; trying on");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void boundReport() {
        try {
            launcher.report().bound();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The log of PostgreSQL cannot be shortened");
        }
    }

    /// Stops PostgreSQL cleanly; open sessions are cut off. Returns when it is gone. Closing again
    /// changes nothing.
    @Override
    public synchronized void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        supervisor.interrupt();
        try {
            supervisor.join(SUPERVISOR_LIMIT);
            postmaster.stop();
            log.atInfo().log("PostgreSQL has stopped");
        } catch (IOException e) {
            log.atError().setCause(e).log("PostgreSQL could not be told to stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.atWarn().log("Interrupted while PostgreSQL was stopping; the next start takes it over");
        } finally {
            state = PostgresState.STOPPED;
            instance.close();
        }
    }
}
