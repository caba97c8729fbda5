// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.amityvox.server.presence.PresenceStatus.DND;
import static org.amityvox.server.presence.PresenceStatus.IDLE;
import static org.amityvox.server.presence.PresenceStatus.OFFLINE;
import static org.amityvox.server.presence.PresenceStatus.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The replica of what another process holds, whatever the bus does.
class OtherProcessTest {
    private static final UserId ANN = user(1);
    private static final UserId BEN = user(2);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final OtherProcess other = new OtherProcess(NOW);

    private static UserId user(int number) {
        return new UserId("01J000000000000000000000%02d".formatted(number));
    }

    @Test
    void changesAreSeenAsTheyCome() {
        assertThat(other.take(1, Map.of(ANN, ONLINE))).containsExactly(ANN);
        other.take(2, Map.of(ANN, OFFLINE, BEN, DND));

        assertThat(other.of(ANN)).isEqualTo(OFFLINE);
        assertThat(other.of(BEN)).isEqualTo(DND);
        assertThat(other.users()).containsExactly(BEN);
        assertThat(other.isBehind()).isFalse();
    }

    @Test
    void whatComesTwiceChangesNothing() {
        other.take(1, Map.of(ANN, ONLINE));
        other.take(2, Map.of(ANN, IDLE));

        assertThat(other.take(1, Map.of(ANN, ONLINE))).isEmpty();
        assertThat(other.of(ANN)).isEqualTo(IDLE);
    }

    @Test
    void whatComesAfterAGapIsSeenAndTheGapIsKnown() {
        other.take(1, Map.of(ANN, ONLINE, BEN, ONLINE));
        other.take(3, Map.of(ANN, IDLE));

        assertThat(other.of(ANN)).isEqualTo(IDLE);
        assertThat(other.isBehind()).isTrue();
        assertThat(other.take(2, Map.of(ANN, DND, BEN, OFFLINE))).contains(BEN);

        assertThat(other.of(ANN)).isEqualTo(IDLE);
        assertThat(other.of(BEN)).isEqualTo(OFFLINE);
        assertThat(other.isBehind()).isFalse();
    }

    @Test
    void theWholePartMendsWhatWasLost() {
        other.take(1, Map.of(ANN, ONLINE));
        other.take(4, Map.of(BEN, IDLE));

        assertThat(other.take(new PresenceStore.Part(3, Map.of(BEN, ONLINE)))).containsExactly(ANN);

        assertThat(other.of(ANN)).isEqualTo(OFFLINE);
        assertThat(other.of(BEN)).isEqualTo(IDLE);
        assertThat(other.isBehind()).isFalse();
    }

    @Test
    void aPartOlderThanTheBusIsPassedOver() {
        other.take(1, Map.of(ANN, ONLINE));
        other.take(2, Map.of(ANN, OFFLINE));

        assertThat(other.take(new PresenceStore.Part(1, Map.of(ANN, ONLINE)))).isEmpty();
        assertThat(other.of(ANN)).isEqualTo(OFFLINE);
    }

    @Test
    void aFloodBeyondAGapIsMendedByThePart() {
        IntStream.rangeClosed(2, 3000)
                .forEach(number -> other.take(number, Map.of(ANN, number % 2 == 0 ? ONLINE : DND)));
        assertThat(other.of(ANN)).isEqualTo(ONLINE);
        assertThat(other.isBehind()).isTrue();

        other.take(new PresenceStore.Part(2990, Map.of(ANN, ONLINE, BEN, IDLE)));

        assertThat(other.isBehind()).isFalse();
        assertThat(other.of(BEN)).isEqualTo(IDLE);
    }

    @Test
    void itLivesUntilTheLatestSign() {
        other.livesUntil(NOW.plusSeconds(30));
        other.livesUntil(NOW.plusSeconds(20));
        assertThat(other.isOver(NOW.plusSeconds(29))).isFalse();
        assertThat(other.isOver(NOW.plusSeconds(30))).isTrue();

        other.leavesAt(NOW.plusSeconds(10));
        other.livesUntil(NOW.plusSeconds(50));
        assertThat(other.isOver(NOW.plusSeconds(10))).isTrue();
    }

    /// In any order, with losses and doubles, and with parts of any age between: the last part settles it.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheBusDoesThePartAndWhatFollowsAreTheTruth(long seed) {
        var random = new Random(seed);
        var truth = new HashMap<UserId, PresenceStatus>();
        var parts = new ArrayList<PresenceStore.Part>();
        var changes = new ArrayList<Map.Entry<Long, Map<UserId, PresenceStatus>>>();
        for (long number = 1; number <= 200; number++) {
            var status = List.of(ONLINE, IDLE, DND, OFFLINE).get(random.nextInt(4));
            var change = Map.of(user(10 + random.nextInt(8)), status);
            change.forEach((user, now) -> {
                if (now == OFFLINE) {
                    truth.remove(user);
                } else {
                    truth.put(user, now);
                }
            });
            parts.add(new PresenceStore.Part(number, truth));
            if (random.nextInt(10) > 0) {
                changes.add(Map.entry(number, change));
            }
        }
        changes.addAll(List.copyOf(changes.subList(0, 20)));
        Collections.shuffle(changes, random);

        for (var change : changes) {
            other.take(change.getKey(), change.getValue());
            if (random.nextInt(15) == 0) {
                other.take(parts.get(random.nextInt(parts.size())));
            }
        }
        other.take(parts.getLast());

        assertThat(other.isBehind()).isFalse();
        assertThat(other.users()).isEqualTo(truth.keySet());
        truth.forEach((user, status) -> assertThat(other.of(user)).isEqualTo(status));
    }
}
