// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final LinkedBlockingQueue<List<Integer>> done = new LinkedBlockingQueue<>();

    private List<Integer> next() throws InterruptedException {
        var pieces = done.poll(5, TimeUnit.SECONDS);
        assertThat(pieces).isNotNull();
        return pieces;
    }

    @Test
    void whatWaitsTogetherIsDoneTogetherAndInOrder() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var backlog = new Backlog<Integer>("test", 100, pieces -> {
            begun.countDown();
            awaitQuietly(go);
            done.add(pieces);
        });

        backlog.add(0);
        begun.await();
        IntStream.range(1, 50).forEach(backlog::add);
        go.countDown();

        assertThat(next()).containsExactly(0);
        assertThat(next()).isEqualTo(IntStream.range(1, 50).boxed().toList());
    }

    @Test
    void whatIsTooMuchIsDroppedAndSaidSo() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var backlog = new Backlog<Integer>("test", 2, pieces -> {
            begun.countDown();
            awaitQuietly(go);
            done.add(pieces);
        });
        backlog.add(0);
        begun.await();

        assertThat(backlog.add(1)).isTrue();
        assertThat(backlog.add(2)).isTrue();
        assertThat(backlog.add(3)).isFalse();
        go.countDown();

        assertThat(next()).containsExactly(0);
        assertThat(next()).containsExactly(1, 2);
    }

    @Test
    void aFailureDoesNotEndIt() throws InterruptedException {
        var backlog = new Backlog<Integer>("test", 10, pieces -> {
            done.add(pieces);
            throw new IllegalStateException("on purpose");
        });

        backlog.add(1);
        assertThat(next()).containsExactly(1);
        backlog.add(2);

        assertThat(next()).containsExactly(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
