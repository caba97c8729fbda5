// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever dies or stops for a while: nothing that was acknowledged is lost, nothing is doubled or out of order, and
/// nobody is told what they may not see.
class FaultsTest {
    /// Without NATS an event of the other server comes when the tail looks, about once a second.
    private static final Duration TAIL_SPEED = Duration.ofSeconds(5);

    /// Of each writer, during a fault that nobody may feel.
    private static final int LEAST_LINES = 5;

    private static final int LONG_ROUNDS = 10;

    @RegisterExtension
    static final Binaries BINARIES = new Binaries();

    @Test
    void nothingIsLostDoubledReorderedOrBetrayed() throws Exception {
        var seed = Long.getLong("amityvox.seed", System.nanoTime());
        System.out.println("The order of the faults can be had again with -Damityvox.seed=" + seed);
        try (var cluster = new Cluster(BINARIES.path());
                var people =
                        new Conversation(new Community(cluster.http(), cluster.api()), cluster::port, cluster::port)) {
            people.begin();
            for (var fault : inSomeOrder(new Random(seed))) {
                var begun = System.nanoTime();
                fault.strike(cluster);
                var over = System.nanoTime();
                people.catchUp(fault);
                if (fault.mustNotBeFelt()) {
                    people.requireUnfelt(fault, begun, over, LEAST_LINES, TAIL_SPEED);
                }
            }
            System.out.println(people.end());
        }
    }

    /// Each fault once; with `--long` many times.
    private static List<Fault> inSomeOrder(Random random) {
        var faults = new ArrayList<Fault>();
        for (var round = 0; round < (Boolean.getBoolean("amityvox.long") ? LONG_ROUNDS : 1); round++) {
            var each = Arrays.asList(Fault.values());
            Collections.shuffle(each, random);
            faults.addAll(each);
        }
        return faults;
    }
}
