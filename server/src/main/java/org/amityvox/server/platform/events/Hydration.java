// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.json.Json;

/// Makes events of rows of the log, through the [Hydrator]s of all slices: one call a slice, not one a row.
public final class Hydration {
    private final Map<String, Hydrator> byKind = new HashMap<>();
    private final Json json;

    public Hydration(List<Hydrator> hydrators, Json json) {
        this.json = json;
        for (var hydrator : hydrators) {
            for (var kind : hydrator.kinds()) {
                if (byKind.put(kind, hydrator) != null) {
                    throw new IllegalArgumentException("Two hydrators for " + kind);
                }
            }
        }
    }

    /// One event for each row, in the order given.
    public List<LiveEvent> hydrate(Tx tx, List<StoredRow> rows) {
        var groups = new LinkedHashMap<Hydrator, List<StoredRow>>();
        for (var row : rows) {
            var hydrator = byKind.get(row.row().kind());
            if (hydrator != null) {
                groups.computeIfAbsent(hydrator, _ -> new ArrayList<>()).add(row);
            }
        }
        var dispatches = new HashMap<Long, List<Dispatch>>();
        groups.forEach((hydrator, group) -> dispatches.putAll(hydrator.hydrate(tx, group)));
        return rows.stream()
                .map(row -> new LiveEvent(
                        row.pos(),
                        row.row(),
                        dispatches.getOrDefault(row.pos(), List.of()).stream()
                                .map(dispatch -> EncodedDispatch.of(json, dispatch))
                                .toList()))
                .toList();
    }
}
