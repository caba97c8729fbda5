// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.presence.PresenceApi;
import org.amityvox.server.presence.PresenceService;

/// What a session is told of presences when it begins.
///
/// @param people of whom it is told
/// @param told of those who were not offline
/// @param changes how many there had been when it was read
record SeenPresences(Set<UserId> people, List<PresenceApi.Presence> told, long changes) {
    SeenPresences {
        people = Set.copyOf(people);
        told = List.copyOf(told);
    }

    static SeenPresences read(PresenceService presence, Collection<UserId> people) {
        var changes = presence.changes();
        return new SeenPresences(Set.copyOf(people), presence.of(people), changes);
    }

    /// What does not hold any more: nobody could tell the session before it was live.
    List<PresenceApi.Presence> changed(PresenceService presence) {
        return presence.changed(people, told, changes);
    }
}
