// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to messages.
public sealed interface MessageEvent extends Event {
    String CREATED = "message_created";
    String EDITED = "message_edited";
    String DELETED = "message_deleted";
    String DELETED_IN_BULK = "messages_deleted";

    WireType<MessageApi.Message> MESSAGE_CREATE =
            new WireType<>("MESSAGE_CREATE", MessageApi.Message.class, "Those who may view the channel");
    WireType<MessageApi.Message> MESSAGE_UPDATE =
            new WireType<>("MESSAGE_UPDATE", MessageApi.Message.class, "Those who may view the channel");
    WireType<MessageApi.MessageDeleted> MESSAGE_DELETE =
            new WireType<>("MESSAGE_DELETE", MessageApi.MessageDeleted.class, "Those who may view the channel");
    WireType<MessageApi.MessagesDeleted> MESSAGE_DELETE_BULK =
            new WireType<>("MESSAGE_DELETE_BULK", MessageApi.MessagesDeleted.class, "Those who may view the channel");

    GuildId guildId();

    ChannelId channelId();

    UserId actor();

    /// Somebody wrote a message.
    record Created(GuildId guildId, ChannelId channelId, MessageId messageId, UserId actor) implements MessageEvent {
        @Override
        public LogRow row() {
            return MessageEvent.row(CREATED, this).object(messageId);
        }
    }

    /// The author changed a message.
    record Edited(GuildId guildId, ChannelId channelId, MessageId messageId, UserId actor) implements MessageEvent {
        @Override
        public LogRow row() {
            return MessageEvent.row(EDITED, this).object(messageId);
        }
    }

    /// The author or a moderator deleted a message.
    record Deleted(GuildId guildId, ChannelId channelId, MessageId messageId, UserId actor) implements MessageEvent {
        @Override
        public LogRow row() {
            return MessageEvent.row(DELETED, this).object(messageId);
        }
    }

    /// Messages of somebody were removed together.
    record DeletedInBulk(GuildId guildId, ChannelId channelId, List<MessageId> messageIds, UserId actor)
            implements MessageEvent {
        public DeletedInBulk {
            messageIds = List.copyOf(messageIds);
        }

        @Override
        public LogRow row() {
            return MessageEvent.row(DELETED_IN_BULK, this).ids(messageIds);
        }
    }

    private static LogRow row(String kind, MessageEvent event) {
        return LogRow.of(kind).guild(event.guildId()).channel(event.channelId()).actor(event.actor());
    }
}
