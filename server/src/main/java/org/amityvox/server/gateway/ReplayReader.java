// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EncodedDispatch;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydration;
import org.amityvox.server.platform.events.LiveEvent;

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
    private final ReplayStore store = new ReplayStore();

    ReplayReader(
            Database db,
            EventLog events,
            Hydration hydration,
            GuildService guilds,
            AccessService access,
            PersonalEvents personalEvents) {
        this.db = db;
        this.events = events;
        this.hydration = hydration;
        this.guilds = guilds;
        this.access = access;
        this.personalEvents = personalEvents;
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
            var missed = store.count(tx, user, guilds.guildsOf(tx, user), after, until, MAX_ROWS + 1);
            return missed > MAX_ROWS ? Optional.of(new Replay.Impossible("too_far")) : Optional.empty();
        });
    }

    /// The next page of what an account has missed.
    ///
    /// @param after what the client has been told
    /// @param until the position up to which everything is settled
    Replay.Missed read(UserId user, long after, long until) {
        return db.single(tx -> {
            var own = guilds.guildsOf(tx, user);
            var rows = store.missed(tx, user, own, after, until, PAGE);
            var visible = rows.stream()
                    .filter(row -> Entitlement.mayKnow(user, row.row(), own, guild -> access.rights(tx, guild)))
                    .toList();
            var told = hydration.hydrate(tx, visible).stream()
                    .map(event -> outgoing(tx, user, event))
                    .toList();
            var last = rows.size() < PAGE;
            return new Replay.Missed(told, own, last ? until : rows.getLast().pos(), last);
        });
    }

    private OutgoingEvent outgoing(Tx tx, UserId user, LiveEvent event) {
        var personal = PersonalEvents.has(event.row().kind())
                ? personalEvents.of(tx, event.row(), Set.of(user))
                : Map.<UserId, List<EncodedDispatch>>of();
        return new OutgoingEvent(event, List.of(), Set.of(user), personal);
    }
}
