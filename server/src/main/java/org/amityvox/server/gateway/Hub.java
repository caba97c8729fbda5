// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.accounts.AccountEvent;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildRights;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.http.Frame;

/// Who is connected here, and what reaches them. Finds the audience of an event by index, never by looking
/// at everybody.
///
/// One lock guards the index, the recent events and the position; what needs the database is done before it
/// is taken. A session that begins takes its position under the lock, reads READY without it, and comes back
/// for the events that happened meanwhile: so it misses none, and nobody waits for it.
final class Hub {
    private static final int MAX_ATTEMPTS = 50;

    private final Database db;
    private final AccessService access;
    private final AudienceReader audiences;
    private final PersonalEvents personalEvents;
    private final Frames frames;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UserId, Set<Connection>> byUser = new HashMap<>();
    private final Map<GuildId, Set<Connection>> byGuild = new HashMap<>();
    private final RecentEvents recent = new RecentEvents();
    private long position;

    Hub(Database db, AccessService access, AudienceReader audiences, PersonalEvents personalEvents, Frames frames) {
        this.db = db;
        this.access = access;
        this.audiences = audiences;
        this.personalEvents = personalEvents;
        this.frames = frames;
    }

    /// Nothing at or below `pos` will come: where it begins, or a change that cannot be told.
    void moveTo(long pos) {
        locked(() -> position = pos);
    }

    /// Hands an event to every session that is entitled to it now. Called in order, by one thread.
    void deliver(LiveEvent event) {
        var row = event.row();
        var fellowGuilds = guildsToTell(row);
        var rights = row.guild() == null || row.channel() == null
                ? Optional.<GuildRights>empty()
                : access.rights(row.guild());
        var strangers = new HashSet<UserId>();
        // Nearly always everybody's rights are known, so that is seen to only when it turns out otherwise.
        while (!hand(prepared(event, fellowGuilds), fellowGuilds, rights, strangers)) {
            rights.ifPresent(guild -> askAbout(guild, strangers));
        }
    }

    /// Has what decides the rights of everybody here read, in one go and without the lock.
    ///
    /// @param strangers who was asked about and is no member; gains those who are not either
    private void askAbout(GuildRights guild, Set<UserId> strangers) {
        var unknown = locked(() -> byGuild.getOrDefault(guild.guildId(), Set.of()).stream()
                .map(Connection::user)
                .filter(user -> !guild.knows(user))
                .collect(Collectors.toSet()));
        access.know(guild, unknown);
        unknown.stream().filter(user -> !guild.knows(user)).forEach(strangers::add);
    }

    private OutgoingEvent prepared(LiveEvent event, Collection<GuildId> fellowGuilds) {
        var considered = usersConcerned(event.row());
        var personal = considered.isEmpty()
                ? Map.<UserId, PersonalEvents.Personal>of()
                : db.single(tx -> personalEvents.of(tx, event.row(), considered));
        return new OutgoingEvent(event, fellowGuilds, considered, personal);
    }

    /// @return false if somebody has come meanwhile for whom the event is not prepared, or whose rights are not known
    private boolean hand(
            OutgoingEvent outgoing,
            Collection<GuildId> fellowGuilds,
            Optional<GuildRights> rights,
            Set<UserId> strangers) {
        var row = outgoing.row();
        return locked(() -> {
            if (!usersConcerned(row).stream().allMatch(outgoing::isPreparedFor)
                    || !rights.map(guild -> knowsAll(guild, strangers)).orElse(true)) {
                return false;
            }
            recent.add(outgoing);
            position = outgoing.pos();
            // Who has entered but not begun gets it in goLive, after what it begins with.
            audience(row, fellowGuilds).stream()
                    .filter(Connection::hasBegun)
                    .filter(connection -> isEntitled(connection, outgoing, rights))
                    .forEach(connection -> connection.deliver(outgoing));
            departing(row).forEach(connection -> part(connection, row));
            return true;
        });
    }

    private boolean knowsAll(GuildRights guild, Set<UserId> strangers) {
        return byGuild.getOrDefault(guild.guildId(), Set.of()).stream()
                .map(Connection::user)
                .allMatch(user -> guild.knows(user) || strangers.contains(user));
    }

    /// Tells everybody who may view a channel at this moment, but for one account, something that is in no log.
    void tellViewers(GuildId guild, ChannelId channel, UserId but, Frame frame) {
        onPresentRights(guild, rights -> {
            var strangers = new HashSet<UserId>();
            askAbout(rights, strangers);
            return locked(() -> isPresent(rights)
                    && knowsAll(rights, strangers)
                    && send(
                            guild,
                            frame,
                            connection -> !connection.user().equals(but)
                                    && Entitlement.maySee(channel, rights.ofMember(connection.user()))));
        });
    }

    /// Tells all sessions of an account something that is in no log; those that are beginning once they have begun.
    void tellAccount(UserId user, Frame frame) {
        locked(() -> {
            for (var connection : byUser.getOrDefault(user, Set.of())) {
                if (connection.hasBegun()) {
                    connection.send(frame);
                } else {
                    connection.hold(frame);
                }
            }
            return true;
        });
    }

    /// Tells members of a guild how others of them are. Whoever is none any more is not told of.
    ///
    /// @param large whether only such sessions are told as have asked for members
    /// @param presences of each person, as JSON has it
    void tellMembers(GuildId guild, boolean large, Map<UserId, Object> presences) {
        if (!hasMembersHere(guild)) {
            return;
        }
        onPresentRights(guild, rights -> {
            access.know(rights, presences.keySet());
            var ofMembers = presences.entrySet().stream()
                    .filter(entry -> rights.knows(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            if (ofMembers.isEmpty()) {
                return true;
            }
            var frame = frames.presences(ofMembers);
            return locked(() -> isPresent(rights)
                    && send(guild, frame, connection -> !large || connection.hasAskedForMembersOf(guild)));
        });
    }

    /// Has something told by the rights in a guild, again and again until they have not changed before it is told.
    ///
    /// @param tell returns false if they have
    private void onPresentRights(GuildId guild, Predicate<GuildRights> tell) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var rights = access.rights(guild);
            if (rights.isEmpty() || tell.test(rights.get())) {
                return;
            }
        }
    }

    private boolean send(GuildId guild, Frame frame, Predicate<Connection> to) {
        byGuild.getOrDefault(guild, Set.of()).stream()
                .filter(Connection::hasBegun)
                .filter(to)
                .forEach(connection -> connection.send(frame));
        return true;
    }

    /// Notes that a session wants to know how the members of a guild are, and does `answer` before it is told of them.
    void askForMembers(Connection connection, GuildId guild, Runnable answer) {
        locked(() -> {
            if (connection.guilds().contains(guild)) {
                connection.asksForMembersOf(guild);
            }
            answer.run();
            return true;
        });
    }

    private boolean hasMembersHere(GuildId guild) {
        return locked(() -> byGuild.containsKey(guild));
    }

    /// Whether these are the rights that hold now: they are dropped before the change is told that outdates them.
    private boolean isPresent(GuildRights rights) {
        return access.remembered(rights.guildId())
                .filter(present -> present.version() == rights.version())
                .isPresent();
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
        var foreign = new HashSet<GuildId>();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var unknown = new HashSet<GuildId>();
            var live = locked(() -> {
                if (connection.isGone()) {
                    return true;
                }
                var happened = recent.since(after)
                        .map(events -> events.stream()
                                .filter(event -> !contained.contains(event.pos()))
                                .toList());
                if (happened.isEmpty() || !happened.get().stream().allMatch(event -> event.isPreparedFor(user))) {
                    return false;
                }
                unknown.addAll(unknown(happened.get(), user, foreign));
                if (unknown.isEmpty()) {
                    recent.doneWith(connection);
                    guilds.forEach(guild -> join(connection, guild));
                    begin.run();
                    connection.sendHeld();
                    connection.skips(
                            contained.stream().filter(pos -> pos > position).collect(Collectors.toSet()));
                    happened.get().forEach(event -> catchUp(connection, event));
                }
                return true;
            });
            if (unknown.isEmpty()) {
                return live;
            }
            unknown.forEach(guild -> {
                if (!isMember(guild, user)) {
                    foreign.add(guild);
                }
            });
        }
        return false;
    }

    /// In which guilds the rights of `user` must be known to decide on these events, and are not.
    ///
    /// @param foreign guilds that the account is known not to be in
    private Set<GuildId> unknown(List<OutgoingEvent> events, UserId user, Set<GuildId> foreign) {
        return events.stream()
                .map(OutgoingEvent::row)
                .filter(row -> row.channel() != null)
                .flatMap(row -> Stream.ofNullable(row.guild()))
                .filter(guild -> !foreign.contains(guild))
                .filter(guild -> access.remembered(guild)
                        .filter(rights -> rights.knows(user))
                        .isEmpty())
                .collect(Collectors.toSet());
    }

    private boolean isMember(GuildId guild, UserId user) {
        var rights = access.rights(guild);
        rights.ifPresent(known -> access.know(known, List.of(user)));
        return rights.filter(known -> known.knows(user)).isPresent();
    }

    private void catchUp(Connection connection, OutgoingEvent event) {
        var row = event.row();
        var own = connection.user().equals(row.user());
        if (PersonalEvents.isArrival(row.kind()) && own) {
            arrive(connection, row);
        }
        var rights = row.guild() == null ? Optional.<GuildRights>empty() : access.remembered(row.guild());
        if (isEntitled(connection, event, rights)) {
            connection.deliver(event);
        }
        if ((own && Entitlement.isDeparture(row.kind())) || row.kind().equals(RightsChange.GUILD_DELETED)) {
            part(connection, row);
        }
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
        if (row.kind().equals(AccountEvent.SESSIONS_ENDED)) {
            List.copyOf(own).forEach(connection -> connection.endIfOf(row.ids()));
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

    /// The sessions for which the row's guild is theirs no more.
    private Collection<Connection> departing(LogRow row) {
        if (Entitlement.isDeparture(row.kind()) && row.user() != null) {
            return List.copyOf(byUser.getOrDefault(row.user(), Set.of()));
        }
        return row.kind().equals(RightsChange.GUILD_DELETED) && row.guild() != null
                ? List.copyOf(byGuild.getOrDefault(row.guild(), Set.of()))
                : List.of();
    }

    private static boolean isEntitled(Connection connection, OutgoingEvent outgoing, Optional<GuildRights> rights) {
        return outgoing.concerns(connection.user(), connection.guilds())
                && Entitlement.mayKnow(
                        connection.user(),
                        outgoing.row(),
                        connection.guilds(),
                        rights.flatMap(guild -> guild.ofMember(connection.user())));
    }

    /// For whom something personal has to be read: for those who are here, and for those who are beginning, of
    /// whom it is not known yet in which guilds they are.
    private Set<UserId> usersConcerned(LogRow row) {
        if (!PersonalEvents.has(row.kind()) || row.guild() == null) {
            return Set.of();
        }
        return locked(() -> {
            if (PersonalEvents.concernsSubject(row.kind())) {
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

    private void part(Connection connection, LogRow row) {
        if (row.guild() != null) {
            connection.leaves(row.guild());
            remove(byGuild, row.guild(), connection);
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
