// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.Sandbox.await;
import static org.amityvox.server.platform.db.embedded.Sandbox.connect;
import static org.amityvox.server.platform.db.embedded.Sandbox.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPostgresRecoveryTest {
    private static final int ROWS = 50;

    @RegisterExtension
    private final Sandbox sandbox = new Sandbox();

    /// Every row is acknowledged before the next is sent.
    private static void writeRows(PostgresTarget target) throws SQLException {
        try (var connection = connect(target)) {
            query(connection, "CREATE TABLE acknowledged (id int)");
            for (var id : IntStream.range(0, ROWS).toArray()) {
                query(connection, "INSERT INTO acknowledged VALUES (" + id + ")");
            }
        }
    }

    private static List<String> countRows(PostgresTarget target) throws SQLException {
        return query(target, "SELECT count(*) FROM acknowledged");
    }

    @Test
    void aKilledPostmasterIsStartedAgainOnTheSamePort() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        writeRows(postgres.target());
        var before = sandbox.postmasterPid();

        sandbox.killPostmaster();

        await("it answers again", () -> countRows(postgres.target()).equals(List.of("50")));
        await("it says so", () -> postgres.state() == PostgresState.RUNNING);
        assertThat(sandbox.postmasterPid()).isNotEqualTo(before);
    }

    @Test
    void itIsStartedAgainEachTimeAllOfItIsKilled() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        writeRows(postgres.target());

        for (int kill = 0; kill < 2; kill++) {
            sandbox.killAll();
            await(
                    "the supervisor notices",
                    () -> postgres.state() == PostgresState.RECOVERING
                            || PostmasterFile.read(sandbox.cluster())
                                    .filter(PostmasterFile::isReady)
                                    .flatMap(file -> LiveProcess.of(file.pid(), sandbox.cluster()))
                                    .isPresent());
            await("it answers again", () -> countRows(postgres.target()).equals(List.of("50")));
        }
    }

    @Test
    void anOldProcessThatHangsDoesNotKeepItDown() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        writeRows(postgres.target());
        try (var session = connect(postgres.target())) {
            var backend = query(session, "SELECT pg_backend_pid()").getFirst();
            signal("STOP", backend);

            sandbox.killPostmaster();

            await("it is noticed", () -> postgres.state() == PostgresState.RECOVERING);
            await("it answers again", () -> countRows(postgres.target()).equals(List.of("50")));
            assertThat(LiveProcess.of(Long.parseLong(backend), sandbox.cluster()))
                    .isEmpty();
        }
    }

    @Test
    void stoppingWhileItRecoversLeavesNothingRunning() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        try (var session = connect(postgres.target())) {
            signal("STOP", query(session, "SELECT pg_backend_pid()").getFirst());
            sandbox.killPostmaster();
            await("it is noticed", () -> postgres.state() == PostgresState.RECOVERING);

            postgres.close();
        }

        assertThat(postgres.state()).isEqualTo(PostgresState.STOPPED);
        sandbox.killAll();
        assertThat(query(sandbox.start(sandbox.durable()).target(), "SELECT 1")).containsExactly("1");
    }

    @Test
    void aDatabaseThatVanishesWhileRunningIsNotMadeAnew() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        writeRows(postgres.target());
        var away = sandbox.directory().resolve("unmounted");
        Files.move(sandbox.cluster(), away);
        Sandbox.killAll(LiveProcess.allIn(away));

        await("it is noticed", () -> postgres.state() == PostgresState.RECOVERING);
        assertThat(sandbox.cluster()).doesNotExist();

        Files.move(away, sandbox.cluster());
        await("it answers again", () -> countRows(postgres.target()).equals(List.of("50")));
    }

    @Test
    void theNextServerTakesOverThePostgresOfAKilledOne() throws Exception {
        PostgresTarget before;
        try (var server = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            before = server.awaitTarget();
            writeRows(before);
            server.kill();
        }
        var orphan = sandbox.postmasterPid();

        var postgres = sandbox.start(sandbox.durable());

        assertThat(sandbox.postmasterPid()).isEqualTo(orphan);
        assertThat(postgres.target()).isEqualTo(before);
        assertThat(countRows(postgres.target())).containsExactly("50");

        sandbox.killPostmaster();
        await(
                "what was taken over is watched",
                () -> sandbox.postmasterPid() != orphan && countRows(before).equals(List.of("50")));

        postgres.close();
        assertThat(LiveProcess.allIn(sandbox.cluster())).isEmpty();
    }

    @Test
    void rootWithoutTheRightToLookAtProcessesTakesOverToo() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        try (var server = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            server.awaitTarget();
            server.kill();
        }
        var orphan = sandbox.postmasterPid();
        var stripped = List.of("setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", "--");

        try (var server =
                ChildServer.start(sandbox.directory().toString(), sandbox.binaries(), stripped, List.of(), Map.of())) {
            assertThat(query(server.awaitTarget(), "SELECT 1")).containsExactly("1");
            assertThat(sandbox.postmasterPid()).isEqualTo(orphan);
            server.stop();
        }
        assertThat(LiveProcess.allIn(sandbox.cluster())).isEmpty();
    }

    @Test
    void anOrphanWithOtherSettingsIsReplaced() throws Exception {
        try (var server = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            writeRows(server.awaitTarget());
            server.kill();
        }
        var orphan = sandbox.postmasterPid();

        var postgres = sandbox.start(sandbox.durable().withMaxConnections(9));

        assertThat(sandbox.postmasterPid()).isNotEqualTo(orphan);
        assertThat(query(postgres.target(), "SHOW max_connections")).containsExactly("9");
        assertThat(countRows(postgres.target())).containsExactly("50");
    }

    @Test
    void nothingAcknowledgedIsLostWhenServerAndPostgresAreKilled() throws Exception {
        try (var server = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            writeRows(server.awaitTarget());
            server.kill();
            sandbox.killAll();
        }
        assertThat(sandbox.cluster().resolve("postmaster.pid")).exists();

        var postgres = sandbox.start(sandbox.durable());

        assertThat(countRows(postgres.target())).containsExactly("50");
    }

    @Test
    void aProcessIdThatSomebodyElseHasByNowFoolsNobody() throws Exception {
        sandbox.start(sandbox.durable()).close();
        var stranger =
                sandbox.closeLater(new Stranger(OrdinaryUser.forCluster(sandbox.cluster(), Programs.ofSystem())));
        Files.writeString(
                sandbox.cluster().resolve("postmaster.pid"), """
                %s
                %s
                1764000000
                5432

                127.0.0.1
                    65543         7
                ready\s\s\s
                """.formatted(stranger.pid(), sandbox.cluster()));

        var postgres = sandbox.start(sandbox.durable());

        assertThat(query(postgres.target(), "SELECT 1")).containsExactly("1");
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void anEmptyProcessFileOfAPowerCutIsNoHindrance() throws Exception {
        sandbox.start(sandbox.durable()).close();
        Files.writeString(sandbox.cluster().resolve("postmaster.pid"), "");

        var postgres = sandbox.start(sandbox.durable());

        assertThat(query(postgres.target(), "SELECT 1")).containsExactly("1");
    }

    private static void signal(String name, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    /// A process of the user that PostgreSQL runs as, and none of PostgreSQL's.
    private record Stranger(Process process) implements AutoCloseable {
        Stranger(OrdinaryUser user) throws IOException {
            this(new ProcessBuilder(user.command(List.of("sleep", "600"))).start());
        }

        long pid() {
            return process.pid();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
