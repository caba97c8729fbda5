// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two servers are one instance: people on either of them talk with each other, and whose server goes is carried on by
/// the other.
class ReplicasTest {
    /// Over NATS; the tail alone would take about a second.
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final Duration A_WHILE = Duration.ofSeconds(3);

    @RegisterExtension
    static final Binaries BINARIES = new Binaries();

    @Test
    void peopleOnDifferentServersTalkAndWhoseServerIsKilledResumesOnTheOther() throws Exception {
        try (var cluster = new Cluster(BINARIES.path())) {
            var one = cluster.servers().getFirst();
            var two = cluster.servers().getLast();
            var port = new AtomicInteger(one.port());
            try (var people = new Conversation(new Community(cluster.http(), cluster.api()), port::get, two::port)) {
                people.begin();
                var begun = System.nanoTime();
                LockSupport.parkNanos(A_WHILE.toNanos());
                var over = System.nanoTime();
                people.catchUp("the first talk");
                people.requireUnfelt("the first talk", begun, over, 1, AT_ONCE);

                port.set(two.port());
                one.kill();
                LockSupport.parkNanos(A_WHILE.toNanos());
                people.catchUp("the loss of a server");

                System.out.println(people.end());
                assertThat(people.resumed())
                        .as("of those two whose server was killed")
                        .isEqualTo(2);
                assertThat(people.afresh()).isZero();
            }
        }
    }

    @Test
    void aRollingRestartCostsNothing() throws Exception {
        try (var cluster = new Cluster(BINARIES.path());
                var people =
                        new Conversation(new Community(cluster.http(), cluster.api()), cluster::port, cluster::port)) {
            people.begin();
            for (var server : cluster.servers()) {
                server.stop();
                server.launch();
                server.awaitReady();
                people.catchUp("the restart of " + server);
            }
            System.out.println(people.end());
            assertThat(people.afresh()).isZero();
        }
    }
}
