// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.cache.CacheUnavailableException;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.jobs.Backlog;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the processes of an instance tell each other of people. Each owns what the devices say that are connected to
/// it, tells the others of every change over the bus, and writes it to the [PresenceStore]; of every other process
/// it keeps a replica, which the bus keeps fresh. What the bus loses shows by the numbers of the parts, and is then
/// read.
///
/// A process counts until its lease ends, which is renewed by what it says on the bus as well as by what it writes: so
/// either of them may be gone, and one that was killed is gone for all with everybody on it.
///
/// Whoever asks is answered from memory; a backlog alone waits for the store. The lock guards everything here and is
/// never held while anybody is waited for.
final class SharedPresences {
    private static final Logger log = LoggerFactory.getLogger(SharedPresences.class);
    private static final int MAX_WAITING = 1000;

    /// A connection to the store is made within this time, or not soon.
    private static final Duration START_WITHIN = Duration.ofSeconds(2);

    private static final Duration START_PACE = Duration.ofMillis(20);

    /// After a pause longer than this we have not heard what was said, and nobody's silence means anything.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String process;
    private final PresenceStore store;
    private final EventBus bus;
    private final Json json;
    private final Clock clock;
    private final Lease lease;
    private final Backlog<Task> tasks = new Backlog<>("presence-store", MAX_WAITING, this::work);

    private final Object lock = new Object();
    private final Map<UserId, PresenceStatus> own = new HashMap<>();
    private final Map<UserId, PresenceStatus> unwritten = new HashMap<>();
    private final Map<String, OtherProcess> others = new HashMap<>();

    /// Processes that have left, and until when they may still be read of.
    private final Map<String, Instant> departed = new HashMap<>();

    private long number;
    private long written;
    private boolean rewrite;
    private boolean failing;
    private boolean incomplete;
    private boolean left;
    private Instant renewAt = Instant.EPOCH;
    private Instant retryAt = Instant.EPOCH;
    private Instant tickedAt = Instant.EPOCH;
    private Consumer<Collection<UserId>> listener = _ -> {};

    private enum Task {
        /// Write what has changed.
        WRITE,

        /// Renew the lease, and look after the others.
        RENEW,

        /// See what is missing here of others.
        LOOK
    }

    /// How long a process counts of which nothing is heard.
    ///
    /// @param renewal how often it says that it lives
    /// @param retry how soon it is tried again when the store does not answer
    record Lease(Duration length, Duration renewal, Duration retry) {
        static final Lease STANDARD = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    /// @param process the id of this one, which no other has or had
    SharedPresences(String process, PresenceStore store, EventBus bus, Json json, Clock clock, Lease lease) {
        this.process = process;
        this.store = store;
        this.bus = bus;
        this.json = json;
        this.clock = clock;
        this.lease = lease;
    }

    /// Calls `changed` with those of whom other processes may hold something else now. It must not block.
    void onChange(Consumer<Collection<UserId>> changed) {
        synchronized (lock) {
            listener = changed;
        }
    }

    /// How somebody is by what all other processes hold.
    PresenceStatus elsewhere(UserId user) {
        synchronized (lock) {
            return others.values().stream()
                    .map(other -> other.of(user))
                    .reduce(PresenceStatus.OFFLINE, PresenceStatus::and);
        }
    }

    /// This process holds this from now on. Called by one thread; returns at once.
    void hold(Map<UserId, PresenceStatus> changed) {
        if (changed.isEmpty()) {
            return;
        }
        PresencesHeld news;
        synchronized (lock) {
            changed.forEach((user, status) -> {
                if (status == PresenceStatus.OFFLINE) {
                    own.remove(user);
                } else {
                    own.put(user, status);
                }
            });
            unwritten.putAll(changed);
            number++;
            news = PresencesHeld.of(process, number, changed);
        }
        publish(news);
        tasks.add(Task.WRITE);
    }

    /// Takes what another process tells over the bus. What a program of another version may say is not for us.
    void receive(EphemeralEvent event) {
        if (!event.t().equals(PresencesHeld.NAME)) {
            return;
        }
        try {
            var news = json.read(event.d().getBytes(StandardCharsets.UTF_8), PresencesHeld.class);
            if (!news.from().equals(process)) {
                receive(news, news.statuses());
            }
        } catch (JsonFault | IllegalArgumentException e) {
            log.atWarn().setCause(e).log("What another server says of presences is not understood");
        }
    }

    private void receive(PresencesHeld news, Map<UserId, PresenceStatus> statuses) {
        Collection<UserId> changed;
        boolean behind;
        synchronized (lock) {
            if (departed.containsKey(news.from())) {
                return;
            }
            var now = clock.instant();
            var other = others.computeIfAbsent(news.from(), _ -> new OtherProcess(now));
            changed = statuses.isEmpty() ? List.of() : other.take(news.number(), statuses);
            other.announces(news.number());
            behind = other.isBehind();
            if (news.leaves()) {
                other.leavesAt(now.plus(PresenceService.GRACE));
            } else {
                // A little longer than its part, so that the part is not found once the process is gone for us.
                other.livesUntil(now.plus(lease.length()).plus(lease.retry()));
            }
        }
        tell(changed);
        if (behind) {
            tasks.add(Task.LOOK);
        }
    }

    /// Reads what the others hold, and waits a moment for it: from then on it is known. Without an answer it comes
    /// later.
    void start() {
        synchronized (lock) {
            tickedAt = clock.instant();
            renewAt = tickedAt.plus(lease.renewal());
        }
        var end = System.nanoTime() + START_WITHIN.toNanos();
        while (!tried() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(START_PACE.toNanos());
        }
        work(List.of(Task.RENEW));
    }

    /// Whether the store answers by now.
    private boolean tried() {
        try {
            var unused = store.renew();
            return true;
        } catch (CacheUnavailableException _) {
            return false;
        }
    }

    /// Says that this process lives when it is time to, and lets those go of whom nothing was heard for too long. To be
    /// called about once a second.
    void tick() {
        Collection<UserId> gone;
        PresencesHeld sign = null;
        boolean due;
        synchronized (lock) {
            var now = clock.instant();
            if (!now.isBefore(renewAt)) {
                renewAt = now.plus(lease.renewal());
                sign = PresencesHeld.of(process, number, Map.of());
            }
            due = sign != null || ((failing || incomplete) && !now.isBefore(retryAt));
            if (now.isAfter(tickedAt.plus(PAUSE))) {
                others.values().forEach(other -> other.livesUntil(now.plus(lease.length())));
            }
            tickedAt = now;
            gone = removeOver(now);
        }
        if (sign != null) {
            publish(sign);
        }
        if (due) {
            tasks.add(Task.RENEW);
        }
        tell(gone);
    }

    /// Says that this process stops: whoever comes back elsewhere within the grace is not seen to have gone.
    void leave() {
        PresencesHeld farewell;
        synchronized (lock) {
            left = true;
            farewell = new PresencesHeld(process, number, Map.of(), true);
        }
        publish(farewell);
        try {
            store.leave(PresenceService.GRACE);
        } catch (CacheUnavailableException _) {
            log.atDebug().log("The presences of this process go when their lease ends");
        }
    }

    private Collection<UserId> removeOver(Instant now) {
        departed.values().removeIf(until -> until.isBefore(now));
        var gone = new HashSet<UserId>();
        Map.copyOf(others).forEach((id, other) -> {
            if (other.isOver(now)) {
                gone.addAll(other.users());
                others.remove(id);
                if (other.isLeaving()) {
                    departed.put(id, now.plus(lease.length()));
                }
            }
        });
        return gone;
    }

    private void publish(PresencesHeld news) {
        bus.publishEphemeral(
                new EphemeralEvent(new EphemeralEvent.Processes(), PresencesHeld.NAME, json.writeText(news)));
    }

    private void tell(Collection<UserId> changed) {
        if (!changed.isEmpty()) {
            Consumer<Collection<UserId>> told;
            synchronized (lock) {
                told = listener;
            }
            told.accept(changed);
        }
    }

    private void work(List<Task> pieces) {
        try {
            if (pieces.contains(Task.RENEW)) {
                renew();
            }
            write();
            if (pieces.contains(Task.RENEW) || pieces.contains(Task.LOOK)) {
                look();
            }
            succeeded();
        } catch (CacheUnavailableException e) {
            failed(e);
        }
    }

    private void succeeded() {
        synchronized (lock) {
            failing = false;
            incomplete = others.values().stream().anyMatch(OtherProcess::isBehind);
            retryAt = clock.instant().plus(lease.retry());
        }
    }

    private void failed(CacheUnavailableException e) {
        boolean first;
        synchronized (lock) {
            first = !failing;
            failing = true;
            retryAt = clock.instant().plus(lease.retry());
        }
        if (first) {
            log.atDebug()
                    .addKeyValue("problem", e.getMessage())
                    .log("Presences of other servers are known by the bus alone");
        }
    }

    /// A part that is not what was written is written anew: the store may have lost all, or have it from before.
    private void renew() {
        synchronized (lock) {
            if (left) {
                return;
            }
        }
        var stored = store.renew();
        synchronized (lock) {
            rewrite |= stored.isEmpty() || stored.getAsLong() != written;
        }
    }

    private void write() {
        long before;
        long present;
        boolean whole;
        Map<UserId, PresenceStatus> changed;
        synchronized (lock) {
            if (left || (unwritten.isEmpty() && !rewrite)) {
                return;
            }
            before = written;
            present = number;
            whole = rewrite;
            changed = Map.copyOf(unwritten);
            unwritten.clear();
            // Until there is an answer, nobody knows what is there.
            rewrite = true;
        }
        if (whole || !store.write(before, present, changed)) {
            present = replace();
        }
        synchronized (lock) {
            rewrite = false;
            written = present;
        }
    }

    private long replace() {
        long present;
        Map<UserId, PresenceStatus> all;
        synchronized (lock) {
            present = number;
            all = Map.copyOf(own);
            unwritten.clear();
        }
        store.replace(present, all);
        return present;
    }

    private void look() {
        for (var seen : store.others()) {
            boolean behind;
            synchronized (lock) {
                behind = note(seen);
            }
            if (behind) {
                store.read(seen.id()).ifPresent(part -> take(seen.id(), part));
            }
        }
    }

    /// @return whether its part has what is missing here
    private boolean note(PresenceStore.Other seen) {
        if (departed.containsKey(seen.id())) {
            return false;
        }
        var until = clock.instant().plus(seen.left());
        var other = others.computeIfAbsent(seen.id(), _ -> new OtherProcess(until));
        other.livesUntil(until);
        other.announces(seen.number());
        return other.isBehind();
    }

    private void take(String from, PresenceStore.Part part) {
        Collection<UserId> changed;
        synchronized (lock) {
            var other = others.get(from);
            changed = other == null ? Set.of() : other.take(part);
        }
        tell(changed);
    }
}
