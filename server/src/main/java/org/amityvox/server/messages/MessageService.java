// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.amityvox.server.messages.MessageError.CONTENT_TOO_LONG;
import static org.amityvox.server.messages.MessageError.EMPTY_CONTENT;
import static org.amityvox.server.messages.MessageError.MESSAGE_NOT_FOUND;
import static org.amityvox.server.messages.MessageError.NOT_AUTHOR;
import static org.amityvox.server.messages.MessageError.NOT_A_TEXT_CHANNEL;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.AuditAction;
import org.amityvox.server.guilds.AuditEntry;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.EventLog;

/// Reading, changing and deleting messages. [SendService] writes them.
public final class MessageService {
    private static final int MAX_CONTENT = 4000;
    private static final String ABOVE_ALL = "~";

    private final Database db;
    private final AccessService access;
    private final ChannelService channels;
    private final AuditLog audit;
    private final EventLog events;
    private final Clock clock;
    private final MessageStore messages = new MessageStore();
    private final NewestMessage newest;

    MessageService(
            Database db, AccessService access, ChannelService channels, AuditLog audit, EventLog events, Clock clock) {
        this.db = db;
        this.access = access;
        this.channels = channels;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.newest = new NewestMessage(channels);
    }

    /// Where a page of messages lies.
    public sealed interface Cursor {
        /// The newest messages.
        record Latest() implements Cursor {}

        record Before(MessageId id) implements Cursor {}

        record After(MessageId id) implements Cursor {}

        /// Half of the page older, half at or newer.
        record Around(MessageId id) implements Cursor {}
    }

    /// Messages of a channel: newest first, but oldest first after a cursor.
    public List<Message> page(Actor actor, ChannelId channel, Cursor cursor, int limit) {
        var member = access.channel(actor, channel);
        requireTextChannel(member);
        member.require(Permission.READ_HISTORY);
        return db.single(tx -> switch (cursor) {
            case Cursor.Latest() -> messages.pageBefore(tx, channel, ABOVE_ALL, limit);
            case Cursor.Before(var id) -> messages.pageBefore(tx, channel, id.value(), limit);
            case Cursor.After(var id) -> messages.pageAfter(tx, channel, id.value(), limit);
            case Cursor.Around(var id) -> {
                // The message itself belongs to the newer half.
                var older = messages.pageBefore(tx, channel, id.value(), limit / 2);
                var newer = messages.pageAfter(tx, channel, justBelow(id), limit - limit / 2);
                var page = new ArrayList<>(newer.reversed());
                page.addAll(older);
                yield page;
            }
        });
    }

    /// Changes the text of one's own message. The same text again changes and publishes nothing.
    public Message edit(Actor actor, ChannelId channel, MessageId id, String text) {
        var content = checked(text);
        var now = clock.instant();
        return channels.locked(actor, channel, (tx, member, _) -> {
            var before = messages.find(tx, channel, id).orElseThrow(MESSAGE_NOT_FOUND::exception);
            if (!before.author().id().equals(actor.userId())) {
                throw NOT_AUTHOR.exception();
            }
            member.require(Permission.SEND_MESSAGES);
            if (before.content().equals(content)) {
                return before;
            }
            messages.update(tx, channel, id, content, now);
            var after = messages.find(tx, channel, id).orElseThrow();
            events.append(
                    tx,
                    new MessageEvent.Edited(member.guildId(), channel, id, actor.userId()),
                    now,
                    List.of(MessageEvent.MESSAGE_UPDATE.with(MessageApi.Message.of(after))));
            return after;
        });
    }

    /// Deletes one's own message, or anybody's with the permission. The content is gone for good.
    public void delete(Actor actor, ChannelId channel, MessageId id) {
        var now = clock.instant();
        channels.locked(actor, channel, (tx, member, place) -> {
            var message = messages.find(tx, channel, id).orElseThrow(MESSAGE_NOT_FOUND::exception);
            var moderates = !message.author().id().equals(actor.userId());
            if (moderates) {
                member.require(Permission.MANAGE_MESSAGES);
            }
            messages.clear(tx, channel, id, now);
            if (moderates) {
                audit.add(tx, moderation(member, message), now);
            }
            var dispatches = new ArrayList<Dispatch>();
            dispatches.add(MessageEvent.MESSAGE_DELETE.with(new MessageApi.MessageDeleted(channel, id)));
            newest.without(tx, place, id).ifPresent(dispatches::add);
            events.append(tx, new MessageEvent.Deleted(member.guildId(), channel, id, actor.userId()), now, dispatches);
            return message;
        });
    }

    private static AuditEntry moderation(ChannelAccess member, Message message) {
        return AuditEntry.of(
                        member.guildId(),
                        member.actor().userId(),
                        AuditAction.MESSAGE_DELETED,
                        message.id().value())
                .made(AuditEntry.fields(
                        "channel_id",
                        message.channelId(),
                        "author_id",
                        message.author().id()));
    }

    /// Whether there was ever such a message in the channel, deleted or not.
    public boolean existed(Tx tx, ChannelId channel, MessageId id) {
        return messages.existed(tx, channel, id);
    }

    /// @throws org.amityvox.server.kernel.ApiException `not_a_text_channel` (400), but
    ///     `channel_not_found` (404) for one that may not be seen
    static void requireTextChannel(ChannelAccess member) {
        member.require(Permission.VIEW_CHANNEL);
        if (member.channel().category()) {
            throw NOT_A_TEXT_CHANNEL.exception();
        }
    }

    /// The text as it is stored.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `empty_content`, `content_too_long` (400)
    static String checked(String text) {
        var content = text.strip();
        if (content.isEmpty()) {
            throw EMPTY_CONTENT.exception();
        }
        var length = Checks.length(content);
        if (length > MAX_CONTENT) {
            throw CONTENT_TOO_LONG.exception("length", length);
        }
        return content;
    }

    /// A text below `id`, and above every lower id.
    private static String justBelow(MessageId id) {
        var value = id.value();
        var last = value.length() - 1;
        return value.substring(0, last) + (char) (value.charAt(last) - 1) + ABOVE_ALL;
    }
}
