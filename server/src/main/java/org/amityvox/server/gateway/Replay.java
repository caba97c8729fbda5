// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.messages.readstates.ReadState;

/// What a session that resumes has missed, or why that cannot be told.
sealed interface Replay {
    /// One page of it.
    ///
    /// @param events in order
    /// @param guilds that the account is in now
    /// @param reached the position that the page goes up to
    /// @param last whether nothing follows
    /// @param readStates of which the client may not know that they changed; none unless it is the last page
    /// @param presences of those whom READY would list; of nobody unless it is the last page
    record Missed(
            List<OutgoingEvent> events,
            List<GuildId> guilds,
            long reached,
            boolean last,
            List<ReadState> readStates,
            SeenPresences presences)
            implements Replay {
        public Missed {
            events = List.copyOf(events);
            guilds = List.copyOf(guilds);
            readStates = List.copyOf(readStates);
        }
    }

    /// @param reason `expired`, `too_far` or `unknown`
    record Impossible(String reason) implements Replay {}
}
