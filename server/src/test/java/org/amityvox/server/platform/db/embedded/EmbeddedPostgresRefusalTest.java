// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.Sandbox.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPostgresRefusalTest {
    @RegisterExtension
    private final Sandbox sandbox = new Sandbox();

    private void assertRefused(EmbeddedPostgresSettings settings, Reason reason, Path path, String hint) {
        assertThatThrownBy(() -> sandbox.start(settings))
                .isInstanceOfSatisfying(EmbeddedPostgresException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.path()).isEqualTo(path);
                })
                .hasMessageContaining(path.toString())
                .hasMessageContaining(hint);
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(sandbox.directory())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aLostDatabaseIsNotMadeAnew() throws Exception {
        sandbox.start(sandbox.throwaway()).close();
        DurableFiles.deleteTree(sandbox.cluster());
        var before = names();

        assertRefused(sandbox.throwaway(), Reason.CLUSTER_MISSING, sandbox.cluster(), "Is the disk mounted?");

        assertThat(names()).isEqualTo(before);
    }

    @Test
    void anEmptyMountPointInItsPlaceIsNoReasonEither() throws Exception {
        sandbox.start(sandbox.throwaway()).close();
        var unmounted = sandbox.directory().resolve("unmounted");
        Files.move(sandbox.cluster(), unmounted);
        Files.createDirectory(sandbox.cluster());

        assertRefused(sandbox.throwaway(), Reason.CLUSTER_MISSING, sandbox.cluster(), "Is the disk mounted?");

        Files.delete(sandbox.cluster());
        Files.move(unmounted, sandbox.cluster());
        assertThat(query(sandbox.start(sandbox.throwaway()).target(), "SELECT 1"))
                .containsExactly("1");
    }

    @Test
    void aCallerThatKnowsOfAFormerLifeIsNotGivenANewOne() throws Exception {
        assertRefused(
                sandbox.throwaway().thatMustExist(), Reason.CLUSTER_MISSING, sandbox.cluster(), "Is the disk mounted?");

        assertThat(names()).containsExactly("server.lock");
    }

    @Test
    void aDamagedDatabaseIsLeftAlone() throws Exception {
        sandbox.start(sandbox.throwaway()).close();
        Files.delete(sandbox.cluster().resolve("global/pg_control"));

        assertRefused(sandbox.throwaway(), Reason.CLUSTER_UNREADABLE, sandbox.cluster(), "restore a backup");

        assertThat(sandbox.cluster().resolve("base")).isDirectory();
    }

    @Test
    void filesOfSomebodyElseInItsPlaceAreLeftAlone() throws Exception {
        Files.createDirectory(sandbox.cluster());
        Files.writeString(sandbox.cluster().resolve("diary.txt"), "mine");

        assertRefused(sandbox.throwaway(), Reason.CLUSTER_UNREADABLE, sandbox.cluster(), "PG_VERSION");

        assertThat(sandbox.cluster().resolve("diary.txt")).hasContent("mine");
    }

    @Test
    void aDatabaseOfAnotherMajorVersionIsNamed() throws Exception {
        sandbox.start(sandbox.throwaway()).close();
        Files.writeString(sandbox.cluster().resolve("PG_VERSION"), "15\n");

        assertRefused(
                sandbox.throwaway(),
                Reason.OTHER_MAJOR_VERSION,
                sandbox.cluster(),
                "made by PostgreSQL 15, and this server brings PostgreSQL 17");
    }

    @Test
    void aDatabaseThatPostgresRejectsIsReportedInItsOwnWords() throws Exception {
        sandbox.start(sandbox.throwaway()).close();
        Files.write(sandbox.cluster().resolve("global/pg_control"), new byte[8192]);

        assertRefused(sandbox.throwaway(), Reason.START_FAILED, sandbox.cluster(), "incompatible with server");
    }

    @Test
    void aHalfMadeDatabaseOfAFailedFirstStartIsMadeAgain() throws Exception {
        Files.createDirectories(sandbox.directory().resolve("postgres.new-123/base/1"));
        Files.writeString(sandbox.directory().resolve("postgres.new-123/PG_VERSION"), "17\n");
        Files.writeString(sandbox.directory().resolve("postgres.password"), "of the half-made one\n");

        var postgres = sandbox.start(sandbox.throwaway());

        assertThat(query(postgres.target(), "SELECT 1")).containsExactly("1");
        assertThat(names()).noneMatch(name -> name.startsWith("postgres.new-"));
    }

    @Test
    void aFirstStartThatIsKilledIsFinishedByTheNext() throws Exception {
        try (var server = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            Sandbox.await(
                    "the database is being made",
                    () -> names().stream().anyMatch(name -> name.startsWith("postgres.new-")));
            server.kill();
        }

        var postgres = sandbox.start(sandbox.durable());

        assertThat(query(postgres.target(), "SELECT 1")).containsExactly("1");
        assertThat(names()).noneMatch(name -> name.startsWith("postgres.new-"));
    }

    @Test
    void aLostPasswordIsReplacedAndTheDataKept() throws Exception {
        var first = sandbox.start(sandbox.throwaway());
        query(first.target(), "CREATE TABLE kept AS SELECT 'here' AS what");
        first.close();
        Files.delete(sandbox.directory().resolve("postgres.password"));

        var second = sandbox.start(sandbox.throwaway());

        assertThat(second.target().password()).isNotEqualTo(first.target().password());
        assertThat(query(second.target(), "SELECT what FROM kept")).containsExactly("here");
    }

    @Test
    void aDirectoryThatThePostgresUserCannotReachIsNamed() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        var closed = sandbox.directory().resolve("closed");
        Files.createDirectories(closed.resolve("open/instance"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        var settings = EmbeddedPostgresSettings.throwaway(closed.resolve("open/instance"))
                .withBinaries(sandbox.binaries());

        assertRefused(settings, Reason.DIRECTORY_UNREACHABLE, closed, "chmod o+x '" + closed + "'");
    }

    @Test
    void aDatabaseThatBelongsToRootIsNamedWithTheFix() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        sandbox.start(sandbox.throwaway()).close();
        Files.setAttribute(sandbox.cluster(), "unix:uid", 0);

        assertRefused(sandbox.throwaway(), Reason.CLUSTER_FOREIGN, sandbox.cluster(), "chown -R amityvox:");
    }

    /// Runs a program as the owner of the sandbox, who may yet read the class path of these tests.
    private List<String> asOwner() throws IOException {
        return List.of(
                "setpriv",
                "--reuid=" + Files.getAttribute(sandbox.directory(), "unix:uid"),
                "--regid=" + Files.getAttribute(sandbox.directory(), "unix:gid"),
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override",
                "--");
    }

    @Test
    void anOrdinaryUserNeedsNoOther() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        OrdinaryUser.forCluster(sandbox.cluster(), Programs.ofSystem()).give(sandbox.directory());

        try (var server =
                ChildServer.start(sandbox.directory().toString(), sandbox.binaries(), asOwner(), List.of(), Map.of())) {

            assertThat(query(server.awaitTarget(), "SELECT 1")).containsExactly("1");
            assertThat(Files.getAttribute(Path.of("/proc", Long.toString(sandbox.postmasterPid())), "unix:uid"))
                    .isEqualTo(Files.getAttribute(sandbox.directory(), "unix:uid"));
            server.stop();
        }
    }

    @Test
    void anOrdinaryUserIsToldThatTheDatabaseBelongsToAnother() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        OrdinaryUser.forCluster(sandbox.cluster(), Programs.ofSystem()).give(sandbox.directory());
        Files.createDirectory(sandbox.cluster());

        try (var server =
                ChildServer.start(sandbox.directory().toString(), sandbox.binaries(), asOwner(), List.of(), Map.of())) {
            assertThat(server.firstLine()).isEqualTo("CLUSTER_FOREIGN");
        }
    }

    @Test
    void withoutAWayToAnOrdinaryUserRootIsToldWhatToDo() throws Exception {
        assumeThat(Sandbox.isRoot()).as("runs as root").isTrue();
        var bare = new Programs(List.of(sandbox.directory()));

        assertThatThrownBy(() -> OrdinaryUser.forCluster(sandbox.cluster(), bare))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_ORDINARY_USER))
                .hasMessageContaining("useradd --system");
    }

    @Test
    void aProcessorWithoutProgramsIsNamedBeforeAnythingIsMade() throws Exception {
        try (var server = ChildServer.start(
                sandbox.directory().toString(), sandbox.binaries(), List.of(), List.of("-Dos.arch=vax"), Map.of())) {
            assertThat(server.firstLine()).isEqualTo("UNSUPPORTED_SYSTEM");
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void anInterruptedStartLeavesNothingRunning() throws Exception {
        var refusal = new AtomicReference<Throwable>();
        var starting =
                Thread.ofPlatform().start(() -> refusal.set(catchThrowable(() -> sandbox.start(sandbox.durable()))));
        Sandbox.await(
                "the database is being made",
                () -> names().stream().anyMatch(name -> name.startsWith("postgres.new-")));

        starting.interrupt();
        starting.join();

        assertThat(refusal.get())
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(LiveProcess.allIn(sandbox.cluster())).isEmpty();
        assertThat(query(sandbox.start(sandbox.throwaway()).target(), "SELECT 1"))
                .containsExactly("1");
    }

    @Test
    void neitherOddPathsNorTheEnvironmentNorTheLanguageMatter() throws Exception {
        var odd = sandbox.directory() + "/Ümläut \"dir\" of o'Brien $HOME % \\ #";
        var foreign = Map.of(
                "LC_ALL", "C.UTF-8",
                "LANG", "tr_TR.UTF-8",
                "PGDATA", "/nonexistent",
                "PGPORT", "1",
                "PGOPTIONS", "-c fsync=off",
                "TZ", "Asia/Kathmandu");
        var turkish = List.of("-Duser.language=tr", "-Duser.country=TR");

        for (int start = 0; start < 2; start++) {
            try (var server = ChildServer.start(odd, sandbox.binaries(), List.of(), turkish, foreign)) {
                var target = server.awaitTarget();

                assertThat(query(target, "SELECT 1")).containsExactly("1");
                assertThat(query(target, "SELECT concat(current_setting('fsync'), current_setting('log_timezone'))"))
                        .containsExactly("onUTC");
                server.stop();
            }
        }
    }
}
