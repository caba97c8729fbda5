// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.channels.ChannelEvent;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;
import org.jspecify.annotations.Nullable;

/// Tells what clients should hear of rows about messages. A message that is gone by now is passed over: its
/// deletion follows in the log.
final class MessageHydrator implements Hydrator {
    private final MessageStore messages = new MessageStore();
    private final ChannelService channels;

    MessageHydrator(ChannelService channels) {
        this.channels = channels;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(MessageEvent.CREATED, MessageEvent.EDITED, MessageEvent.DELETED, MessageEvent.DELETED_IN_BULK);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var channelIds = StoredRow.values(rows, LogRow::channel);
        var places = channels.find(tx, channelIds).stream().collect(Collectors.toMap(Channel::id, channel -> channel));
        var found = messages.list(tx, channelIds, StoredRow.values(rows, LogRow::object)).stream()
                .collect(Collectors.toMap(message -> message.id().value(), message -> message));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            var place = places.get(row.row().channel());
            if (place != null) {
                dispatches.put(row.pos(), dispatches(row.row(), place, found));
            }
        }
        return dispatches;
    }

    private static List<Dispatch> dispatches(LogRow row, Channel place, Map<String, Message> found) {
        var id = row.object();
        return switch (row.kind()) {
            case MessageEvent.DELETED_IN_BULK ->
                deleted(
                        place,
                        MessageEvent.MESSAGE_DELETE_BULK.with(new MessageApi.MessagesDeleted(
                                place.id(),
                                row.ids().stream().map(MessageId::new).toList())));
            case MessageEvent.DELETED ->
                id == null
                        ? List.of()
                        : deleted(
                                place,
                                MessageEvent.MESSAGE_DELETE.with(
                                        new MessageApi.MessageDeleted(place.id(), new MessageId(id))));
            default -> id == null ? List.of() : written(row.kind(), found.get(id));
        };
    }

    /// The channel too, because its newest message may have been deleted.
    private static List<Dispatch> deleted(Channel place, Dispatch deletion) {
        return List.of(deletion, ChannelEvent.CHANNEL_UPDATE.with(ChannelApi.Channel.of(place)));
    }

    private static List<Dispatch> written(String kind, @Nullable Message message) {
        if (message == null) {
            return List.of();
        }
        var type = kind.equals(MessageEvent.CREATED) ? MessageEvent.MESSAGE_CREATE : MessageEvent.MESSAGE_UPDATE;
        return List.of(type.with(MessageApi.Message.of(message)));
    }
}
