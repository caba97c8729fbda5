// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.amityvox.server.platform.db.Tx;

/// Tells, from the tables as they are now, what clients should hear of rows of the log. Each slice has one for its
/// kinds.
public interface Hydrator {
    /// The kinds of rows that it knows.
    Set<String> kinds();

    /// @param rows of these kinds, in order of position
    /// @return position => dispatches; a position is absent when what its row speaks of is gone by now
    Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows);
}
