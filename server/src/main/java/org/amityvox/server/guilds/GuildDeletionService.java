// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.time.Duration;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;

/// The end of guilds.
public final class GuildDeletionService {
    private final Database db;
    private final AccessService access;
    private final EventLog events;
    private final ChannelRemoval channels;
    private final Clock clock;
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();
    private final InviteStore invites = new InviteStore();

    GuildDeletionService(Database db, AccessService access, EventLog events, ChannelRemoval channels, Clock clock) {
        this.db = db;
        this.access = access;
        this.events = events;
        this.channels = channels;
        this.clock = clock;
    }

    /// Ends the guild for everybody. What it held is removed later, bit by bit.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `not_owner` (403)
    public void delete(Actor actor, GuildId id) {
        access.change(actor, id, (tx, guild) -> {
            guild.requireOwner();
            var now = clock.instant();
            members.departAll(tx, id, now);
            invites.deleteAll(tx, id);
            channels.deleteAll(tx, id, now);
            guilds.markDeleted(tx, id, now);
            events.append(tx, new GuildEvent.Deleted(id, actor.userId()), now, GuildHydrator.deleted(id));
            return true;
        });
    }

    /// Removes guilds that ended longer ago than anybody can ask the log for, once nothing of their channels is left.
    public void removeEnded(Duration retention) {
        db.useTransaction(tx -> guilds.deleteEnded(tx, clock.instant().minus(retention)));
    }
}
