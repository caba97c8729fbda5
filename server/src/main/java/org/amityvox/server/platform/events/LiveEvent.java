// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;

/// A change with its position and what clients are told of it.
///
/// @param pos in the log; ascends along every channel's, guild's and account's own changes
/// @param dispatches in the order in which a client gets them; empty when receivers work it out themselves, or when
/// what
///     the row speaks of is gone by now
public record LiveEvent(long pos, LogRow row, List<EncodedDispatch> dispatches) {
    public LiveEvent {
        dispatches = List.copyOf(dispatches);
    }
}
