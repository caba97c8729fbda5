// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import java.util.Set;
import org.amityvox.server.kernel.GuildId;

/// What a session begins with.
///
/// @param ready for the client
/// @param guilds that the account is in
/// @param contained positions beyond the beginning whose changes `ready` shows already
/// @param presences that `ready` shows
record SessionSnapshot(GatewayApi.Ready ready, List<GuildId> guilds, Set<Long> contained, SeenPresences presences) {
    SessionSnapshot {
        guilds = List.copyOf(guilds);
        contained = Set.copyOf(contained);
    }
}
