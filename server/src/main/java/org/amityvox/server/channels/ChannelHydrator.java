// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.ChannelId;
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
        return Set.of(ChannelEvent.CREATED, ChannelEvent.UPDATED, ChannelEvent.DELETED);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var ids = StoredRow.values(rows, LogRow::channel);
        var byId = channels.list(tx, ids).stream().collect(Collectors.toMap(Channel::id, channel -> channel));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            dispatch(row.row(), byId).ifPresent(dispatch -> dispatches.put(row.pos(), List.of(dispatch)));
        }
        return dispatches;
    }

    private static Optional<Dispatch> dispatch(LogRow row, Map<ChannelId, Channel> byId) {
        if (row.guild() == null || row.channel() == null) {
            return Optional.empty();
        }
        if (row.kind().equals(ChannelEvent.DELETED)) {
            return Optional.of(
                    ChannelEvent.CHANNEL_DELETE.with(new ChannelApi.ChannelDeleted(row.guild(), row.channel())));
        }
        var type = row.kind().equals(ChannelEvent.CREATED) ? ChannelEvent.CHANNEL_CREATE : ChannelEvent.CHANNEL_UPDATE;
        return Optional.ofNullable(byId.get(row.channel())).map(channel -> type.with(ChannelApi.Channel.of(channel)));
    }
}
