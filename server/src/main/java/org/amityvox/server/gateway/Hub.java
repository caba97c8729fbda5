// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.accounts.AccountEvent;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EncodedDispatch;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LogRow;

/// Who is connected here, and what reaches them. Finds the audience of an event by index, never by looking
/// at everybody.
///
/// One lock guards the index, the recent events and the position; what needs the database is done before it
/// is taken. A session that begins takes its position under the lock, reads READY without it, and comes back
/// for the events that happened meanwhile: so it misses none, and nobody waits for it.
final class Hub {
    private final Database db;
    private final AccessService access;
    private final AudienceReader audiences;
    private final PersonalEvents personalEvents;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UserId, Set<Connection>> byUser = new HashMap<>();
    private final Map<GuildId, Set<Connection>> byGuild = new HashMap<>();
    private final RecentEvents recent = new RecentEvents();
    private long position;

    Hub(Database db, AccessService access, AudienceReader audiences, PersonalEvents personalEvents) {
        this.db = db;
        this.access = access;
        this.audiences = audiences;
        this.personalEvents = personalEvents;
    }

    /// Begins after `pos`; nothing at or below it will come.
    void startAt(long pos) {
        locked(() -> position = pos);
    }

    /// Hands an event to every session that is entitled to it now. Called in order, by one thread.
    void deliver(LiveEvent event) {
        var row = event.row();
        var fellowGuilds = guildsToTell(row);
        Set<UserId> considered;
        do {
            considered = usersConcerned(row);
        } while (!deliver(prepared(event, fellowGuilds, considered), fellowGuilds));
    }

    private OutgoingEvent prepared(LiveEvent event, Collection<GuildId> fellowGuilds, Set<UserId> considered) {
        var personal = considered.isEmpty()
                ? Map.<UserId, List<EncodedDispatch>>of()
                : db.single(tx -> personalEvents.of(tx, event.row(), considered));
        return new OutgoingEvent(event, fellowGuilds, considered, personal);
    }

    /// @return false if somebody has come meanwhile for whom the event is not prepared
    private boolean deliver(OutgoingEvent outgoing, Collection<GuildId> fellowGuilds) {
        var row = outgoing.row();
        return locked(() -> {
            if (!usersConcerned(row).stream().allMatch(outgoing::isPreparedFor)) {
                return false;
            }
            recent.add(outgoing);
            position = outgoing.pos();
            // Who has entered but not begun gets it in goLive, after what it begins with.
            audience(row, fellowGuilds).stream()
                    .filter(Connection::hasBegun)
                    .filter(connection -> isEntitled(connection, outgoing))
                    .forEach(connection -> connection.deliver(outgoing));
            return true;
        });
    }

    /// Adds a connection whose account is known, before it reads what it begins with.
    ///
    /// @return the position that it begins at
    long enter(Connection connection, UserId user) {
        return locked(() -> {
            if (!connection.isGone()) {
                byUser.computeIfAbsent(user, _ -> new HashSet<>()).add(connection);
                recent.keepFor(connection);
            }
            return position;
        });
    }

    /// Makes a connection live: `begin` sends what it begins with, then it gets every event beyond `after` that
    /// happened meanwhile, then all that come.
    ///
    /// @param contained positions beyond `after` that it has been told of already
    /// @return false if what happened meanwhile cannot be told any more: it must begin again
    boolean goLive(
            Connection connection,
            UserId user,
            Collection<GuildId> guilds,
            long after,
            Set<Long> contained,
            Runnable begin) {
        return locked(() -> {
            if (connection.isGone()) {
                return true;
            }
            var happened = recent.since(after);
            if (happened.isEmpty()
                    || !happened.get().stream()
                            .filter(event -> !contained.contains(event.pos()))
                            .allMatch(event -> event.isPreparedFor(user))) {
                return false;
            }
            recent.doneWith(connection);
            guilds.forEach(guild -> join(connection, guild));
            begin.run();
            connection.skips(contained.stream().filter(pos -> pos > position).collect(Collectors.toSet()));
            for (var outgoing : happened.get()) {
                if (contained.contains(outgoing.pos())) {
                    continue;
                }
                if (PersonalEvents.isArrival(outgoing.row().kind())
                        && user.equals(outgoing.row().user())) {
                    arrive(connection, outgoing.row());
                }
                if (isEntitled(connection, outgoing)) {
                    connection.deliver(outgoing);
                }
            }
            return true;
        });
    }

    /// Takes a connection out of every index; it may enter again.
    void leave(Connection connection, UserId user) {
        locked(() -> {
            recent.doneWith(connection);
            remove(byUser, user, connection);
            connection.guilds().forEach(guild -> remove(byGuild, guild, connection));
            connection.guilds().clear();
            return true;
        });
    }

    /// Takes out a connection whose socket is closed; it never enters again.
    void forget(Connection connection) {
        locked(() -> {
            connection.goes();
            connection.actor().ifPresent(actor -> leave(connection, actor.userId()));
            return true;
        });
    }

    /// The sessions to consider for a change, and the bookkeeping that it asks for.
    private Collection<Connection> audience(LogRow row, Collection<GuildId> fellowGuilds) {
        var user = row.user();
        var own = user == null ? Set.<Connection>of() : byUser.getOrDefault(user, Set.of());
        if (row.kind().equals(AccountEvent.SESSION_ENDED)) {
            List.copyOf(own).forEach(connection -> connection.endIfOf(row.object()));
            return List.of();
        }
        if (PersonalEvents.isArrival(row.kind())) {
            own.stream().filter(Connection::hasBegun).forEach(connection -> arrive(connection, row));
        }
        if (row.guild() != null) {
            return byGuild.getOrDefault(row.guild(), Set.of());
        }
        var everybody = new HashSet<>(own);
        fellowGuilds.forEach(guild -> everybody.addAll(byGuild.getOrDefault(guild, Set.of())));
        return everybody;
    }

    private boolean isEntitled(Connection connection, OutgoingEvent outgoing) {
        return outgoing.concerns(connection.user(), connection.guilds())
                && Entitlement.mayKnow(connection.user(), outgoing.row(), connection.guilds(), access::rights);
    }

    /// For whom something personal has to be read: for those who are here, and for those who are beginning, of
    /// whom it is not known yet in which guilds they are.
    private Set<UserId> usersConcerned(LogRow row) {
        if (!PersonalEvents.has(row.kind()) || row.guild() == null) {
            return Set.of();
        }
        return locked(() -> {
            if (PersonalEvents.isArrival(row.kind())) {
                return row.user() != null && byUser.containsKey(row.user()) ? Set.of(row.user()) : Set.of();
            }
            return Stream.concat(byGuild.getOrDefault(row.guild(), Set.of()).stream(), recent.beginning().stream())
                    .map(Connection::user)
                    .collect(Collectors.toSet());
        });
    }

    private List<GuildId> guildsToTell(LogRow row) {
        return row.kind().equals(AccountEvent.UPDATED) && row.user() != null
                ? audiences.guildsOf(row.user())
                : List.of();
    }

    private void arrive(Connection connection, LogRow row) {
        if (row.guild() != null) {
            join(connection, row.guild());
        }
    }

    private void join(Connection connection, GuildId guild) {
        connection.guilds().add(guild);
        byGuild.computeIfAbsent(guild, _ -> new HashSet<>()).add(connection);
    }

    private static <K> void remove(Map<K, Set<Connection>> index, K key, Connection connection) {
        var there = index.get(key);
        if (there != null) {
            there.remove(connection);
            if (there.isEmpty()) {
                index.remove(key);
            }
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
