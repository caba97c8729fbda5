// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.Sandbox.connect;
import static org.amityvox.server.platform.db.embedded.Sandbox.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.amityvox.server.kernel.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPostgresTest {
    @RegisterExtension
    private final Sandbox sandbox = new Sandbox();

    @Test
    void aDurableInstanceSyncsWhatItAcknowledges() throws SQLException {
        var postgres = sandbox.start(sandbox.durable());

        assertThat(query(postgres.target(), """
                SELECT name || ' ' || setting
                  FROM pg_settings
                 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')
                 ORDER BY name
                """))
                .containsExactly("data_checksums on", "fsync on", "full_page_writes on", "synchronous_commit on");
    }

    @Test
    void aThrowawayInstanceSyncsNothingAndMayBeSplitIntoDatabases() throws SQLException {
        var postgres = sandbox.start(sandbox.throwaway());

        assertThat(query(postgres.target(), """
                SELECT name || ' ' || setting
                  FROM pg_settings
                 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')
                 ORDER BY name
                """))
                .containsExactly("fsync off", "full_page_writes off", "synchronous_commit off");
        assertThat(query(postgres.target(), "CREATE DATABASE another TEMPLATE amityvox STRATEGY file_copy"))
                .isEmpty();
    }

    @Test
    void onlyTheRoleWithItsPasswordComesInAndOnlyOverLoopback() throws SQLException {
        var target = sandbox.start(sandbox.durable()).target();

        assertThat(query(target, """
                SELECT concat_ws(' ', type, array_to_string(user_name, ','), address, netmask, auth_method, error)
                  FROM pg_hba_file_rules
                 ORDER BY rule_number
                """)).containsExactly("host amityvox 127.0.0.1 255.255.255.255 scram-sha-256");
        assertThat(query(target, """
                SELECT setting
                  FROM pg_settings
                 WHERE name IN ('listen_addresses', 'password_encryption', 'unix_socket_directories')
                 ORDER BY name
                """)).containsExactly("127.0.0.1", "scram-sha-256", "");
        assertThat(query(target, "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = user"))
                .containsExactly("f");
        assertThatThrownBy(() -> connect(withLogin(target, "amityvox", "wrong")))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() ->
                        connect(withLogin(target, "postgres", target.password().reveal())))
                .hasMessageContaining("no pg_hba.conf entry");
    }

    private static PostgresTarget withLogin(PostgresTarget target, String user, String password) {
        return new PostgresTarget(target.host(), target.port(), target.database(), user, Secret.of(password));
    }

    @Test
    void thePasswordIsForTheServerAloneAndIsNotPrinted() throws Exception {
        var target = sandbox.start(sandbox.throwaway()).target();

        var file = sandbox.directory().resolve("postgres.password");

        assertThat(Files.readString(file).strip()).isEqualTo(target.password().reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(target.toString()).doesNotContain(target.password().reveal());
    }

    @Test
    void textsAreUnicodeAndTheirOrderBelongsToPostgres() throws SQLException {
        var target = sandbox.start(sandbox.throwaway()).target();

        assertThat(query(target, """
                SELECT concat_ws(' ', datlocprovider, datlocale, datcollate, pg_encoding_to_char(encoding))
                  FROM pg_database
                 WHERE datname = current_database()
                """)).containsExactly("b C.UTF-8 C UTF8");
        assertThat(query(target, "SELECT upper('straße ı é')")).containsExactly("STRAßE I É");
        assertThat(query(target, "SHOW timezone")).isNotEmpty();
    }

    @Test
    void aClientThatStandsStillInATransactionIsCutOff() throws SQLException {
        var target = sandbox.start(sandbox.throwaway()).target();

        assertThat(query(target, "SHOW idle_in_transaction_session_timeout")).containsExactly("5s");
    }

    @Test
    void dataPortAndPasswordOutliveAStop() throws SQLException {
        var first = sandbox.start(sandbox.throwaway());
        query(first.target(), "CREATE TABLE kept AS SELECT 'here' AS what");
        first.close();

        var second = sandbox.start(sandbox.throwaway());

        assertThat(first.state()).isEqualTo(PostgresState.STOPPED);
        assertThat(second.state()).isEqualTo(PostgresState.RUNNING);
        assertThat(second.target()).isEqualTo(first.target());
        assertThat(query(second.target(), "SELECT what FROM kept")).containsExactly("here");
    }

    @Test
    void aPortThatSomebodyElseHasTakenIsReplaced() throws Exception {
        var first = sandbox.start(sandbox.throwaway());
        first.close();
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(
                    InetAddress.ofLiteral("127.0.0.1"), first.target().port()));

            var second = sandbox.start(sandbox.throwaway());

            assertThat(second.target().port()).isNotEqualTo(first.target().port());
            assertThat(query(second.target(), "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void settingsOfTheNextStartCount() throws SQLException {
        sandbox.start(sandbox.durable()).close();

        var second = sandbox.start(sandbox.throwaway().withMaxConnections(7).withSharedBuffersMegabytes(8));

        assertThat(query(second.target(), "SHOW max_connections")).containsExactly("7");
        assertThat(query(second.target(), "SHOW shared_buffers")).containsExactly("8MB");
        assertThat(query(second.target(), "SHOW fsync")).containsExactly("off");
    }

    @Test
    void stoppingIsFastAndCleanWithSessionsOpen() throws Exception {
        var postgres = sandbox.start(sandbox.durable());
        try (var idle = connect(postgres.target());
                var busy = connect(postgres.target())) {
            query(idle, "CREATE TABLE left_open (id int)");
            idle.setAutoCommit(false);
            query(idle, "INSERT INTO left_open VALUES (1)");
            var sleeping = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> query(busy, "SELECT pg_sleep(60)")));
            Sandbox.await(
                    "the statement runs",
                    () -> !query(postgres.target(), "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .isEmpty());

            long start = System.nanoTime();
            postgres.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            sleeping.join();
        }
        assertThat(Files.readString(sandbox.directory().resolve("postgres.log")))
                .contains("received fast shutdown request", "database system is shut down");
        assertThat(sandbox.cluster().resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void closingTwiceChangesNothing() {
        var postgres = sandbox.start(sandbox.throwaway());

        postgres.close();
        postgres.close();

        assertThat(postgres.state()).isEqualTo(PostgresState.STOPPED);
    }

    @Test
    void aSecondServerOnTheDirectoryIsToldWhoHoldsIt() throws Exception {
        try (var holder = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            var target = holder.awaitTarget();

            assertThatThrownBy(() -> sandbox.start(sandbox.throwaway()))
                    .isInstanceOfSatisfying(
                            EmbeddedPostgresException.class,
                            e -> assertThat(e.reason()).isEqualTo(EmbeddedPostgresException.Reason.DIRECTORY_IN_USE))
                    .hasMessageContaining("process " + holder.pid());
            assertThat(query(target, "SELECT 1")).containsExactly("1");
            holder.stop();
        }

        assertThat(query(sandbox.start(sandbox.throwaway()).target(), "SELECT 1"))
                .containsExactly("1");
    }

    @Test
    void aSecondStartInTheSameProcessLeavesTheLockOfTheFirst() throws Exception {
        sandbox.start(sandbox.throwaway());

        assertThatThrownBy(() -> sandbox.start(sandbox.throwaway()))
                .hasMessageContaining("process " + ProcessHandle.current().pid());

        try (var other = ChildServer.start(sandbox.directory().toString(), sandbox.binaries())) {
            assertThat(other.firstLine()).isEqualTo("DIRECTORY_IN_USE");
        }
    }

    @Test
    void itRunsAsAnOrdinaryUserInASessionOfItsOwn() throws Exception {
        sandbox.start(sandbox.throwaway());

        var status = Files.readString(Path.of("/proc", Long.toString(sandbox.postmasterPid()), "stat"));
        var fields = List.of(status.substring(status.lastIndexOf(')') + 2).split(" "));
        assertThat(fields.get(3)).as("session").isEqualTo(Long.toString(sandbox.postmasterPid()));
        assertThat(Files.getAttribute(sandbox.cluster(), "unix:uid")).isNotEqualTo(0);
        assertThat(Files.getAttribute(Path.of("/proc", Long.toString(sandbox.postmasterPid())), "unix:uid"))
                .isEqualTo(Files.getAttribute(sandbox.cluster(), "unix:uid"));
    }
}
