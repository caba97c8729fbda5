// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.EventTail;
import org.amityvox.server.platform.events.Hydration;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LocalEventBus;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;

/// A row of the log that nobody can tell stops neither those after it nor the server.
class LostEventTest extends ServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ulids ulids = new Ulids(Clock.systemUTC());

    @Test
    void whatCannotBeToldIsGivenUpAndSaidSo() throws InterruptedException {
        var target = SHARED.databases().fresh();
        startServer(target, Registration.INVITE).close();
        var arrived = new LinkedBlockingQueue<String>();
        var losses = new LinkedBlockingQueue<String>();
        try (var db = Database.open(target, 3)) {
            // Nobody listens on the bus that the log publishes on, so that the tail must read and tell every row.
            var events = new EventLog(new InstanceId(ulids.next()), new LocalEventBus(), new Json());
            var hydration = new Hydration(List.of(new Stumbling()), new Json());
            try (var tail = new EventTail(db, new LocalEventBus(), hydration)) {
                tail.onEvent(event -> arrived.add(event.row().kind()));
                tail.onLoss(pos -> losses.add("lost " + pos));
                tail.start();

                append(db, events, "fine_before");
                append(db, events, Stumbling.KIND);
                append(db, events, "fine_after");

                assertThat(next(arrived)).isEqualTo("fine_before");
                assertThat(next(arrived)).isEqualTo(Stumbling.KIND);
                assertThat(next(losses)).startsWith("lost ");
                assertThat(next(arrived)).isEqualTo("fine_after");
                assertThat(losses).isEmpty();
            }
        }
    }

    private void append(Database db, EventLog events, String kind) {
        var user = new UserId(ulids.next());
        db.useTransaction(tx -> {
            // A log row is never the first write of its transaction.
            tx.sql("SELECT pg_current_xact_id()::text AS id").one(row -> row.text("id"));
            events.append(tx, new Change(LogRow.of(kind).user(user)), Instant.now());
        });
    }

    private static String next(LinkedBlockingQueue<String> queue) throws InterruptedException {
        var next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    private record Change(LogRow row) implements Event {}

    private static final class Stumbling implements Hydrator {
        static final String KIND = "impossible_to_tell";

        @Override
        public Set<String> kinds() {
            return Set.of(KIND);
        }

        @Override
        public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
            throw new IllegalStateException("This row cannot be told");
        }
    }
}
