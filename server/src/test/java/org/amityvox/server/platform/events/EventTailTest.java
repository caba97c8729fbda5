// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amityvox.server.app.FreshDatabase;
import org.amityvox.server.app.TestBus;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventTailTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration A_WHILE = Duration.ofMillis(700);

    @RegisterExtension
    private final FreshDatabase database = new FreshDatabase();

    private final TestBus bus = new TestBus();
    private final LinkedBlockingQueue<Long> handedOn = new LinkedBlockingQueue<>();

    @Test
    void whatTheBusTurnsAroundComesInOrder() throws SQLException {
        startTail();
        bus.hold();
        var positions = List.of(written(), written(), written());

        bus.releaseReversed();

        assertThat(next(3)).isEqualTo(positions);
        assertNothingMore();
    }

    @Test
    void whatTheBusDoublesComesOnce() throws SQLException {
        startTail();
        bus.twice();

        var positions = List.of(written(), written(), written());

        assertThat(next(3)).isEqualTo(positions);
        assertNothingMore();
    }

    @Test
    void whatTheBusLosesIsReadFromTheLog() throws SQLException {
        startTail();
        bus.lose();

        var first = written();
        assertThat(next(1)).containsExactly(first);
        var more = List.of(written(), written());
        assertThat(next(2)).isEqualTo(more);
        assertNothingMore();
    }

    @Test
    void aLostEventIsReadAsSoonAsTheNextOneShowsTheGap() throws SQLException {
        startTail();
        bus.lose();
        var lost = written();
        bus.heal();

        var seen = written();

        assertThat(next(2)).containsExactly(lost, seen);
    }

    @Test
    void manyLostEventsAreReadInOrder() throws SQLException {
        startTail();
        try (var writer = database.transaction();
                var statement = writer.createStatement()) {
            statement.execute("INSERT INTO event_log (kind, origin, created_at)"
                    + " SELECT 'tested', 'here', now() FROM generate_series(1, 2500)");
            writer.commit();
        }

        assertThat(next(2500)).isSorted().doesNotHaveDuplicates();
        assertNothingMore();
    }

    @Test
    void aPositionThatWasRolledBackIsSkipped() throws SQLException {
        startTail();
        var before = written();
        var gone = database.transaction();
        draw(gone);
        gone.rollback();

        var after = written();

        assertThat(after).isEqualTo(before + 2);
        assertThat(next(2)).containsExactly(before, after);
    }

    @Test
    void manyPositionsThatWereRolledBackAreSkippedTogether() throws SQLException {
        startTail();
        var gone = database.transaction();
        for (var i = 0; i < 1000; i++) {
            draw(gone);
        }
        gone.rollback();

        var after = written();

        assertThat(next(1)).containsExactly(after);
    }

    @Test
    void aTransactionThatHasDrawnNothingHoldsUpNobody() throws SQLException {
        startTail();
        var open = database.transaction();
        touch(open);

        var others = List.of(written(), written());
        assertThat(next(2)).isEqualTo(others);

        var late = draw(open);
        open.commit();
        assertThat(next(1)).containsExactly(late);
        assertNothingMore();
    }

    @Test
    void aTransactionThatHasDrawnAPositionIsWaitedForAndLosesNothing() throws Exception {
        startTail();
        var open = database.transaction();
        touch(open);
        var held = draw(open);

        var others = List.of(written(), written());
        assertNothingFor(A_WHILE);
        open.commit();

        assertThat(next(3)).containsExactly(held, others.get(0), others.get(1));
        assertNothingMore();
    }

    @Test
    void aTransactionThatDrewAndThenGaveUpIsWaitedForAndSkipped() throws Exception {
        startTail();
        var open = database.transaction();
        touch(open);
        draw(open);

        var others = List.of(written(), written());
        assertNothingFor(A_WHILE);
        open.rollback();

        assertThat(next(2)).isEqualTo(others);
        assertNothingMore();
    }

    @Test
    void twoOpenTransactionsAreWaitedForInWhicheverOrderTheyEnd() throws Exception {
        startTail();
        var first = database.transaction();
        var second = database.transaction();
        touch(first);
        var firstHeld = draw(first);
        touch(second);
        var secondHeld = draw(second);
        var other = written();

        second.commit();
        assertNothingFor(A_WHILE);
        first.commit();

        assertThat(next(3)).containsExactly(firstHeld, secondHeld, other);
        assertNothingMore();
    }

    /// The bound is taken when the gap is seen first. Whoever begins later and draws later must be waited for as well.
    @Test
    void aTransactionThatDrawsWhileAnotherGapIsOpenIsNotTakenForDead() throws Exception {
        startTail();
        var first = database.transaction();
        touch(first);
        draw(first);
        var other = written();
        assertNothingFor(A_WHILE);
        var second = database.transaction();
        touch(second);
        var secondHeld = draw(second);
        var last = written();

        first.rollback();
        assertThat(next(1)).containsExactly(other);
        assertNothingFor(A_WHILE);
        second.commit();

        assertThat(next(2)).containsExactly(secondHeld, last);
    }

    @Test
    void anEventOfAnotherDatabaseIsThrownAwayAndHidesNothing() throws SQLException {
        startTail();
        var first = written();
        bus.publish(new LiveEvent(first + 1_000_000, LogRow.of("foreign"), List.of()));
        assertThat(next(1)).containsExactly(first);

        assertNothingFor(SOON);

        var more = List.of(written(), written());
        assertThat(next(2)).isEqualTo(more);
        bus.lose();
        var lost = written();
        assertThat(next(1)).containsExactly(lost);
    }

    @Test
    void whoSleepsInATransactionIsCutOffAndThenSkipped() throws SQLException {
        startTail();
        var asleep = database.transaction();
        touch(asleep);
        draw(asleep);

        var other = written();

        assertThat(next(1, Duration.ofSeconds(9))).containsExactly(other);
    }

    @Test
    void aNewTailBeginsOnlyWhenEverythingBelowItsBeginningIsSettled() throws Exception {
        var open = database.transaction();
        touch(open);
        var held = draw(open);
        var newest = written();
        var tail = tail();
        var starting = Thread.ofVirtual().start(tail::start);

        assertThat(starting.join(A_WHILE)).isFalse();
        open.commit();
        assertThat(starting.join(SOON)).isTrue();

        assertThat(tail.handedOn()).isEqualTo(newest).isGreaterThan(held);
        var next = written();
        assertThat(next(1)).containsExactly(next);
        assertNothingMore();
    }

    private EventTail tail() {
        var tail = database.closeLater(new EventTail(database.db(), bus, new Hydration(List.of(), new Json())));
        tail.onEvent(event -> handedOn.add(event.pos()));
        return tail;
    }

    private void startTail() {
        tail().start();
    }

    /// Gives the transaction an id, as the change does that a log row is about.
    private static void touch(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_current_xact_id()");
        }
    }

    /// Appends to the log and leaves the transaction open.
    private static long draw(Connection connection) throws SQLException {
        touch(connection);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("INSERT INTO event_log (kind, origin, created_at)"
                        + " VALUES ('tested', 'here', now()) RETURNING pos")) {
            rows.next();
            return rows.getLong("pos");
        }
    }

    /// Appends to the log, commits and tells the bus.
    private long written() throws SQLException {
        var connection = database.transaction();
        var pos = draw(connection);
        connection.commit();
        connection.close();
        bus.publish(new LiveEvent(pos, LogRow.of("tested"), List.of()));
        return pos;
    }

    private List<Long> next(int count) {
        return next(count, SOON);
    }

    private List<Long> next(int count, Duration patience) {
        var positions = new ArrayList<Long>();
        while (positions.size() < count) {
            var pos = poll(patience);
            assertThat(pos).as("after %s of %s", positions.size(), count).isNotZero();
            positions.add(pos);
        }
        return positions;
    }

    private void assertNothingMore() throws SQLException {
        var last = written();
        assertThat(next(1)).containsExactly(last);
    }

    private void assertNothingFor(Duration time) {
        assertThat(poll(time)).isZero();
    }

    private long poll(Duration patience) {
        try {
            var pos = handedOn.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return pos == null ? 0 : pos;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
