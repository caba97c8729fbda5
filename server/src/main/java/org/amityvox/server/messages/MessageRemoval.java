// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.MessageRemover;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.EventLog;

/// Removes what somebody wrote, channel by channel, a few hundred messages in each transaction: nobody who writes there
/// waits for long.
final class MessageRemoval implements MessageRemover {
    private static final int CHUNK = 500;

    private final Database db;
    private final ChannelService channels;
    private final EventLog events;
    private final Clock clock;
    private final MessageStore messages = new MessageStore();
    private final NewestMessage newest;

    MessageRemoval(Database db, ChannelService channels, EventLog events, Clock clock) {
        this.db = db;
        this.channels = channels;
        this.events = events;
        this.clock = clock;
        this.newest = new NewestMessage(channels);
    }

    @Override
    public void remove(GuildId guild, UserId author, Instant since, UserId actor) {
        var floor = Ulids.floor(since);
        for (var channel : db.single(tx -> channels.ofGuilds(tx, List.of(guild)))) {
            var newest = channel.lastMessageId();
            if (newest != null && newest.value().compareTo(floor) >= 0) {
                removeIn(channel.id(), author, floor, actor);
            }
        }
    }

    private void removeIn(ChannelId channel, UserId author, String floor, UserId actor) {
        var after = Optional.of(floor);
        while (after.isPresent()) {
            var from = after.get();
            after = db.inTransaction(tx -> removeChunk(tx, channel, author, from, actor));
        }
    }

    /// @return where to go on; empty when nothing is left
    private Optional<String> removeChunk(Tx tx, ChannelId id, UserId author, String after, UserId actor) {
        var place = channels.lock(tx, id);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        var ids = messages.ofAuthor(tx, id, author, after, CHUNK);
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        var now = clock.instant();
        messages.clearAll(tx, id, ids, now);
        events.append(
                tx,
                new MessageEvent.DeletedInBulk(place.get().guildId(), id, ids, actor),
                now,
                dispatches(tx, place.get(), ids));
        return ids.size() < CHUNK ? Optional.empty() : Optional.of(ids.getLast().value());
    }

    private List<Dispatch> dispatches(Tx tx, Channel place, List<MessageId> ids) {
        var dispatches = new ArrayList<Dispatch>();
        dispatches.add(MessageEvent.MESSAGE_DELETE_BULK.with(new MessageApi.MessagesDeleted(place.id(), ids)));
        // Ids ascend: if the newest message of all is among them, it is the last.
        newest.without(tx, place, ids.getLast()).ifPresent(dispatches::add);
        return dispatches;
    }
}
