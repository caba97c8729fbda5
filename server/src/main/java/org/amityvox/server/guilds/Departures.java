// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;

/// Takes members out of their guilds, whoever wants it.
final class Departures {
    private final EventLog events;
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    Departures(EventLog events) {
        this.events = events;
    }

    /// Takes the member of `event` out and tells everybody: the last thing that a transaction of
    /// [org.amityvox.server.permissions.AccessService#change] does.
    ///
    /// @return false if the account is no member
    boolean take(Tx tx, GuildEvent.MemberGone event, Instant now) {
        if (!members.delete(tx, event.guildId(), event.member())) {
            return false;
        }
        var guild = guilds.addToMemberCount(tx, event.guildId(), -1);
        events.append(tx, event, now, GuildHydrator.gone(event.guildId(), event.member(), event.reason(), guild));
        return true;
    }
}
