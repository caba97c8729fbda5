// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Making guilds.
public final class GuildCreationService {
    private final Database db;
    private final EventLog events;
    private final FirstChannel firstChannel;
    private final Ulids ulids;
    private final Clock clock;
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    GuildCreationService(Database db, EventLog events, FirstChannel firstChannel, Ulids ulids, Clock clock) {
        this.db = db;
        this.events = events;
        this.firstChannel = firstChannel;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// @param created false for a repeat under the same nonce
    public record Created(Guild guild, boolean created) {}

    /// Makes a guild with its owner as first member, `@everyone` and the channel `general`.
    public Created create(Actor actor, String name, @Nullable String nonce) {
        var id = new GuildId(ulids.next());
        var owner = actor.userId();
        var now = clock.instant();
        try {
            return db.inTransaction(tx -> {
                GuildService.requireRoomFor(members.guildsOf(tx, owner).size());
                GuildService.requireRoomForOwned(guilds.countOwned(tx, owner));
                if (!guilds.insert(tx, id, events.origin(), name, owner, nonce, now)) {
                    throw new NonceRepeated();
                }
                members.insert(tx, id, owner, now);
                firstChannel.create(tx, id, owner, now);
                var guild = guilds.list(tx, List.of(id)).getFirst();
                events.append(tx, new GuildEvent.Created(id, owner), now);
                return new Created(guild, true);
            });
        } catch (NonceRepeated _) {
            return db.single(tx -> guilds.byNonce(tx, owner, nonce == null ? "" : nonce))
                    .filter(guild -> guild.name().equals(name))
                    .map(guild -> new Created(guild, false))
                    .orElseThrow(CommonError.NONCE_REUSED::exception);
        }
    }

    private static final class NonceRepeated extends RuntimeException {
        private static final long serialVersionUID = 1;

        NonceRepeated() {
            super("", null, false, false);
        }
    }
}
