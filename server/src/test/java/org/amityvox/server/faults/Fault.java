// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.platform.services.Signals;

/// What happens to a part of a cluster while people write. Each lasts a while and is over when it returns.
enum Fault {
    SERVER_ONE_KILLED {
        @Override
        void strike(Cluster cluster) {
            killed(cluster.servers().getFirst());
        }
    },
    SERVER_TWO_KILLED {
        @Override
        void strike(Cluster cluster) {
            killed(cluster.servers().getLast());
        }
    },
    SERVER_PAUSED {
        @Override
        void strike(Cluster cluster) {
            var server = cluster.servers().getLast();
            server.pause();
            last();
            server.resume();
        }
    },
    NATS_KILLED {
        @Override
        void strike(Cluster cluster) {
            cluster.nats().kill();
            last();
            cluster.nats().start();
        }
    },
    NATS_PAUSED {
        @Override
        void strike(Cluster cluster) {
            cluster.nats().pause();
            last();
            cluster.nats().resume();
        }
    },
    CACHE_KILLED {
        @Override
        void strike(Cluster cluster) {
            cluster.cache().kill();
            last();
            cluster.cache().start();
        }
    },
    CACHE_PAUSED {
        @Override
        void strike(Cluster cluster) {
            cluster.cache().pause();
            last();
            cluster.cache().resume();
        }
    },
    PROXY_KILLED {
        @Override
        void strike(Cluster cluster) {
            // The only one that loses answers of what has taken effect: again and again, to hit some.
            for (var time = 0; time < 5; time++) {
                cluster.proxy().kill();
                cluster.proxy().start();
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
        }
    },
    POSTGRES_KILLED {
        @Override
        void strike(Cluster cluster) {
            // Who supervises it starts it again.
            Signals.kill(cluster.postmaster());
        }
    },
    POSTGRES_PAUSED {
        @Override
        void strike(Cluster cluster) {
            var postmaster = cluster.postmaster();
            Signals.pause(postmaster);
            last();
            Signals.resume(postmaster);
        }
    };

    private static final Duration LASTS = Duration.ofSeconds(3);

    abstract void strike(Cluster cluster);

    /// Whether people can write and read all the while.
    boolean mustNotBeFelt() {
        return switch (this) {
            case NATS_KILLED, NATS_PAUSED, CACHE_KILLED, CACHE_PAUSED -> true;
            default -> false;
        };
    }

    private static void killed(ServerProcess server) {
        server.kill();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        server.launch();
        server.awaitReady();
    }

    private static void last() {
        LockSupport.parkNanos(LASTS.toNanos());
    }
}
