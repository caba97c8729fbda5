// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.messages.readstates.ReadState;
import org.amityvox.server.messages.readstates.ReadStateService;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydration;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;
import org.amityvox.server.presence.PresenceService;

/// Reads from the log what an account has missed and may see now, told as the tables are now.
final class ReplayReader {
    /// Who has missed more is better off with READY.
    static final int MAX_ROWS = 5000;

    /// So few that many sessions can hold a page of the longest messages each.
    private static final int PAGE = 50;

    private final Database db;
    private final EventLog events;
    private final Hydration hydration;
    private final GuildService guilds;
    private final AccessService access;
    private final PersonalEvents personalEvents;
    private final ReadStateService readStates;
    private final PresenceService presence;
    private final ReplayStore store = new ReplayStore();

    ReplayReader(
            Database db,
            EventLog events,
            Hydration hydration,
            GuildService guilds,
            AccessService access,
            PersonalEvents personalEvents,
            ReadStateService readStates,
            PresenceService presence) {
        this.db = db;
        this.events = events;
        this.hydration = hydration;
        this.guilds = guilds;
        this.access = access;
        this.personalEvents = personalEvents;
        this.readStates = readStates;
        this.presence = presence;
    }

    /// Whether everything that an account has missed can be told.
    ///
    /// @param after what the client has handled
    /// @return why not
    Optional<Replay.Impossible> obstacle(UserId user, long after, long until) {
        return db.single(tx -> {
            if (after > Math.max(until, events.newest(tx))) {
                return Optional.of(new Replay.Impossible("unknown"));
            }
            if (after + 1 < events.oldestKept(tx)) {
                return Optional.of(new Replay.Impossible("expired"));
            }
            var missed = store.count(
                    tx, user, guilds.guildsOf(tx, user), guilds.deletedGuildsOf(tx, user), after, until, MAX_ROWS + 1);
            return missed > MAX_ROWS ? Optional.of(new Replay.Impossible("too_far")) : Optional.empty();
        });
    }

    /// The next page of what an account has missed.
    ///
    /// @param cursor with which the client came
    /// @param after what the client has been told
    /// @param until the position up to which everything is settled
    Replay.Missed read(UserId user, long cursor, long after, long until) {
        return db.single(tx -> {
            var own = guilds.guildsOf(tx, user);
            var gone = guilds.deletedGuildsOf(tx, user);
            var rows = store.missed(tx, user, own, gone, after, until, PAGE);
            var known = Stream.concat(own.stream(), gone.stream()).collect(Collectors.toSet());
            var visible = rows.stream()
                    .filter(row -> Entitlement.mayKnow(user, row.row(), known, rightsOf(tx, user, row.row())))
                    .toList();
            var views = lastViews(visible);
            var told = hydration.hydrate(tx, visible).stream()
                    .map(event -> outgoing(tx, user, event, views))
                    .toList();
            var last = rows.size() < PAGE;
            var people = last ? guilds.peopleOfSmallGuilds(tx, own) : Set.<UserId>of();
            return new Replay.Missed(
                    told,
                    own,
                    last ? until : rows.getLast().pos(),
                    last,
                    last ? readStates(tx, user, cursor) : List.of(),
                    SeenPresences.read(presence, people));
        });
    }

    private Optional<RightsClass> rightsOf(Tx tx, UserId user, LogRow row) {
        return row.guild() == null || row.channel() == null ? Optional.empty() : rightsOf(tx, user, row.guild());
    }

    private Optional<RightsClass> rightsOf(Tx tx, UserId user, GuildId guild) {
        return access.rights(tx, guild).flatMap(rights -> {
            access.know(tx, rights, List.of(user));
            return rights.ofMember(user);
        });
    }

    /// What has changed since the client was last told anything, of channels that the account may view now.
    private List<ReadState> readStates(Tx tx, UserId user, long cursor) {
        var since = store.timeOf(tx, cursor).orElse(Instant.EPOCH);
        return readStates.changedSince(tx, user, since).stream()
                .filter(state -> Entitlement.maySee(state.channelId(), rightsOf(tx, user, state.guildId())))
                .toList();
    }

    /// The last row of each guild that changes what members see: all are told as the tables are now, so one tells all.
    private static Set<Long> lastViews(List<StoredRow> rows) {
        var last = new HashMap<GuildId, Long>();
        for (var row : rows) {
            var guild = row.row().guild();
            if (guild != null
                    && PersonalEvents.has(row.row().kind())
                    && !PersonalEvents.isArrival(row.row().kind())) {
                last.put(guild, row.pos());
            }
        }
        return Set.copyOf(last.values());
    }

    private OutgoingEvent outgoing(Tx tx, UserId user, LiveEvent event, Set<Long> views) {
        var kind = event.row().kind();
        var personal = PersonalEvents.isArrival(kind) || views.contains(event.pos())
                ? personalEvents.of(tx, event.row(), Set.of(user))
                : Map.<UserId, PersonalEvents.Personal>of();
        return new OutgoingEvent(event, List.of(), Set.of(user), personal);
    }
}
