// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;

/// Tells what clients should hear of rows about channels.
final class ChannelHydrator implements Hydrator {
    private final ChannelStore channels = new ChannelStore();

    @Override
    public Set<String> kinds() {
        return Set.of(ChannelEvent.CREATED);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var ids = StoredRow.values(rows, LogRow::channel);
        var byId = channels.list(tx, ids).stream().collect(Collectors.toMap(Channel::id, channel -> channel));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            var channel = byId.get(row.row().channel());
            if (channel != null) {
                dispatches.put(row.pos(), List.of(ChannelEvent.CHANNEL_CREATE.with(ChannelApi.Channel.of(channel))));
            }
        }
        return dispatches;
    }
}
