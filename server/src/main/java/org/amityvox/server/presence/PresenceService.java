// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.amityvox.server.accounts.Account;
import org.amityvox.server.accounts.AccountEvent;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.guilds.GuildEvent;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.guilds.Membership;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.jobs.Backlog;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How people are, for those who share a guild with them.
///
/// Somebody is what they chose to be while one of their devices is connected, and for ten seconds more, so that a page
/// that is loaded anew is not seen. Devices come and go here at once; what that means is found out by a backlog, which
/// asks the database for many people in one go and tells of those who are seen to have changed.
///
/// Each process decides by itself how people are seen, by what its own devices say and what the others say of theirs
/// ([SharedPresences]), and tells the sessions that are connected to it. So what they are told when they begin and
/// what they are told later come from one place and in one order, whichever process somebody is connected to.
///
/// The lock guards `people` and the order in which they change; it is never held while anybody is waited for.
public final class PresenceService {
    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(PresenceService.class);
    private static final int MAX_WAITING = 100_000;
    private static final String INVISIBLE = "invisible";

    private final Database db;
    private final AccountService accounts;
    private final GuildService guilds;
    private final DeviceCounts devices = new DeviceCounts();
    private final SharedPresences shared;
    private final Json json;
    private final Clock clock;
    private final List<Consumer<EphemeralEvent>> audiences = new CopyOnWriteArrayList<>();
    private final Backlog<Task> tasks = new Backlog<>("presence", MAX_WAITING, this::work);

    private final Object lock = new Object();
    private final Map<UserId, Person> people = new HashMap<>();
    private final Set<UserId> lingering = new LinkedHashSet<>();
    private final Set<Task> failed = new HashSet<>();
    private long changes;

    /// Something to find out.
    private sealed interface Task {
        /// Whether somebody is seen to have changed.
        record Settle(UserId user) implements Task {}

        /// What somebody and the members of a guild that they have just joined are to each other.
        record Introduce(UserId user, GuildId guild) implements Task {}
    }

    /// Somebody who is there, or was a moment ago.
    private static final class Person {
        /// What they chose to be; `null` => has to be read.
        private @Nullable String chosen;

        /// How often what was read of them has become outdated.
        private int outdated;

        /// Of the last device, which left a moment ago; `null` => some device is there.
        private @Nullable DeviceStatus last;

        private long leftAt;

        /// By the devices of this process.
        private PresenceStatus held = PresenceStatus.OFFLINE;

        /// By the devices of all processes; what the sessions here have been told.
        private PresenceStatus shown = PresenceStatus.OFFLINE;
    }

    PresenceService(
            Database db, AccountService accounts, GuildService guilds, SharedPresences shared, Json json, Clock clock) {
        this.db = db;
        this.accounts = accounts;
        this.guilds = guilds;
        this.shared = shared;
        this.json = json;
        this.clock = clock;
        shared.onChange(this::settleLater);
    }

    /// Calls `audience` with what the sessions of this process are to be told. It must not block.
    public void onTold(Consumer<EphemeralEvent> audience) {
        audiences.add(audience);
    }

    /// Takes from the bus what other processes tell.
    public void onEphemeral(EphemeralEvent event) {
        shared.receive(event);
    }

    /// Finds out how people are who are connected to other processes; waits for it a moment at most.
    public void start() {
        shared.start();
    }

    /// Nobody is connected here any more; those who come back to another process soon are not seen to have gone.
    public void stop() {
        shared.leave();
    }

    /// A device of `user` is connected.
    public void arrive(UserId user, DeviceStatus status) {
        synchronized (lock) {
            devices.add(user, status, 1);
            people.computeIfAbsent(user, _ -> new Person()).last = null;
            lingering.remove(user);
        }
        settleLater(List.of(user));
    }

    /// A connected device is used, or is not any more.
    public void change(UserId user, DeviceStatus from, DeviceStatus to) {
        synchronized (lock) {
            devices.add(user, to, 1);
            devices.add(user, from, -1);
        }
        settleLater(List.of(user));
    }

    /// A connected device has gone.
    public void leave(UserId user, DeviceStatus status) {
        synchronized (lock) {
            if (devices.add(user, status, -1).isNone()) {
                var person = people.computeIfAbsent(user, _ -> new Person());
                person.last = status;
                person.leftAt = clock.millis();
                lingering.add(user);
            }
        }
        settleLater(List.of(user));
    }

    /// Those of `users` who are not offline, as others see them; by id.
    public List<PresenceApi.Presence> of(Collection<UserId> users) {
        synchronized (lock) {
            return users.stream()
                    .filter(people::containsKey)
                    .map(user -> new PresenceApi.Presence(user, shown(user)))
                    .filter(presence -> presence.status() != PresenceStatus.OFFLINE)
                    .sorted(Comparator.comparing(presence -> presence.userId().value()))
                    .toList();
        }
    }

    /// What of `told` about `users` does not hold any more.
    ///
    /// @param told of those who were not offline
    /// @param since the value of [#changes] before it was read
    public List<PresenceApi.Presence> changed(
            Collection<UserId> users, Collection<PresenceApi.Presence> told, long since) {
        var before =
                told.stream().collect(Collectors.toMap(PresenceApi.Presence::userId, PresenceApi.Presence::status));
        synchronized (lock) {
            return changes == since
                    ? List.of()
                    : users.stream()
                            .filter(user -> shown(user) != before.getOrDefault(user, PresenceStatus.OFFLINE))
                            .map(user -> new PresenceApi.Presence(user, shown(user)))
                            .toList();
        }
    }

    /// Whether a device of `user` is connected to this process at this moment.
    boolean isConnected(UserId user) {
        return !devices.of(user).isNone();
    }

    /// Rises whenever anybody is seen to change.
    public long changes() {
        synchronized (lock) {
            return changes;
        }
    }

    /// Takes notice of what was committed. Called in order.
    public void onChange(LogRow row) {
        var user = row.user();
        if (user == null) {
            return;
        }
        if (row.kind().equals(AccountEvent.STATUS_CHANGED) || row.kind().equals(AccountEvent.UPDATED)) {
            outdated(user);
        } else if (row.kind().equals(GuildEvent.MEMBER_ADDED) && row.guild() != null && isThere(user)) {
            later(new Task.Introduce(user, row.guild()));
        }
    }

    /// Lets those go whose last device went a while ago, and processes that are not heard of any more; tries again what
    /// failed. To be called about once a second.
    public void tick() {
        var due = new HashSet<Task>();
        synchronized (lock) {
            var gone = lingering.stream()
                    .filter(user -> clock.millis() - person(user).leftAt >= GRACE.toMillis())
                    .toList();
            for (var user : gone) {
                lingering.remove(user);
                person(user).last = null;
                due.add(new Task.Settle(user));
            }
            due.addAll(failed);
            failed.clear();
        }
        due.forEach(this::later);
        shared.tick();
    }

    private void settleLater(Collection<UserId> users) {
        users.forEach(user -> later(new Task.Settle(user)));
    }

    private void later(Task task) {
        if (!tasks.add(task)) {
            synchronized (lock) {
                failed.add(task);
            }
        }
    }

    private void outdated(UserId user) {
        synchronized (lock) {
            var person = people.get(user);
            if (person == null) {
                return;
            }
            person.chosen = null;
            person.outdated++;
        }
        settleLater(List.of(user));
    }

    private boolean isThere(UserId user) {
        synchronized (lock) {
            return people.containsKey(user);
        }
    }

    private Person person(UserId user) {
        return people.computeIfAbsent(user, _ -> new Person());
    }

    private PresenceStatus shown(UserId user) {
        var person = people.get(user);
        return person == null ? PresenceStatus.OFFLINE : person.shown;
    }

    private void work(List<Task> pieces) {
        try {
            var users = new HashSet<UserId>();
            for (var piece : pieces) {
                if (piece instanceof Task.Settle(var user)) {
                    users.add(user);
                }
            }
            settle(users);
            for (var piece : pieces) {
                if (piece instanceof Task.Introduce(var user, var guild)) {
                    introduce(user, guild);
                }
            }
        } catch (DatabaseException e) {
            log.atWarn().addKeyValue("kind", e.kind()).log("Presences cannot be told; trying again");
            synchronized (lock) {
                failed.addAll(pieces);
            }
        }
    }

    private void settle(Set<UserId> users) {
        readChosen(users);
        var held = new HashMap<UserId, PresenceStatus>();
        var candidates = new HashSet<UserId>();
        synchronized (lock) {
            for (var user : users) {
                var person = person(user);
                var here = here(user, person);
                if (here != person.held) {
                    person.held = here;
                    held.put(user, here);
                }
                if (seen(user, person) != person.shown) {
                    candidates.add(user);
                } else {
                    forgetIfGone(user, person);
                }
            }
        }
        shared.hold(held);
        if (candidates.isEmpty()) {
            return;
        }
        var memberships = db.single(tx -> guilds.memberships(tx, candidates)).stream()
                .collect(Collectors.groupingBy(Membership::user));
        show(candidates).forEach(presence -> tell(presence, memberships.getOrDefault(presence.userId(), List.of())));
    }

    private void readChosen(Set<UserId> users) {
        var unread = new HashMap<UserId, Integer>();
        synchronized (lock) {
            for (var user : users) {
                var person = people.get(user);
                if (person != null && person.chosen == null && isHere(user, person)) {
                    unread.put(user, person.outdated);
                }
            }
        }
        if (unread.isEmpty()) {
            return;
        }
        var chosen = db.single(tx -> accounts.list(tx, unread.keySet())).stream()
                .collect(Collectors.toMap(account -> account.profile().id(), Account::status));
        synchronized (lock) {
            unread.forEach((user, outdated) -> {
                var person = people.get(user);
                // Whoever chose anew meanwhile is read again: another task for them waits already.
                if (person != null && person.outdated == outdated) {
                    person.chosen = chosen.getOrDefault(user, INVISIBLE);
                }
            });
        }
    }

    /// Decides how they are seen from now on.
    ///
    /// @return those who are seen to have changed
    private List<PresenceApi.Presence> show(Collection<UserId> users) {
        var changed = new ArrayList<PresenceApi.Presence>();
        synchronized (lock) {
            for (var user : users) {
                var person = person(user);
                var now = seen(user, person);
                if (now != person.shown) {
                    person.shown = now;
                    changes++;
                    changed.add(new PresenceApi.Presence(user, now));
                }
                forgetIfGone(user, person);
            }
        }
        return changed;
    }

    private void forgetIfGone(UserId user, Person person) {
        if (person.shown == PresenceStatus.OFFLINE && !isHere(user, person)) {
            people.remove(user);
        }
    }

    /// Whether a device is connected to this process, or was a moment ago.
    private boolean isHere(UserId user, Person person) {
        return person.last != null || isConnected(user);
    }

    private PresenceStatus seen(UserId user, Person person) {
        return person.held.and(shared.elsewhere(user));
    }

    /// By the devices of this process.
    private PresenceStatus here(UserId user, Person person) {
        var count = devices.of(user);
        if (!isHere(user, person)) {
            return PresenceStatus.OFFLINE;
        }
        return switch (person.chosen) {
            case null -> person.held;
            case INVISIBLE -> PresenceStatus.OFFLINE;
            case "dnd" -> PresenceStatus.DND;
            case "idle" -> PresenceStatus.IDLE;
            default ->
                count.online() > 0 || person.last == DeviceStatus.ONLINE ? PresenceStatus.ONLINE : PresenceStatus.IDLE;
        };
    }

    private void tell(PresenceApi.Presence presence, List<Membership> memberships) {
        var places = memberships.stream().collect(Collectors.partitioningBy(Membership::isLarge));
        tell(
                new EphemeralEvent.Fellows(
                        presence.userId(),
                        places.getOrDefault(false, List.of()).stream()
                                .map(Membership::guild)
                                .toList(),
                        places.getOrDefault(true, List.of()).stream()
                                .map(Membership::guild)
                                .toList()),
                List.of(presence));
    }

    private void tell(EphemeralEvent.Audience audience, List<PresenceApi.Presence> presences) {
        var event =
                EphemeralEvent.of(json, PresenceEvents.PRESENCE_UPDATE, new PresenceApi.Presences(presences), audience);
        audiences.forEach(sessions -> sessions.accept(event));
    }

    /// Neither of them has been told of the other: they shared no guild, perhaps.
    private void introduce(UserId user, GuildId guild) {
        var membership = db.single(tx -> guilds.memberships(tx, List.of(user))).stream()
                .filter(each -> each.guild().equals(guild))
                .toList();
        if (membership.isEmpty()) {
            return;
        }
        of(List.of(user)).forEach(presence -> tell(presence, membership));
        var others = of(db.single(tx -> guilds.peopleOfSmallGuilds(tx, List.of(guild))));
        if (!others.isEmpty()) {
            tell(new EphemeralEvent.Account(user), others);
        }
    }
}
