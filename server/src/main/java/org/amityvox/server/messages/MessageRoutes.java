// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.kernel.CommonError.NONCE_REUSED;
import static org.amityvox.server.messages.MessageError.CONTENT_TOO_LONG;
import static org.amityvox.server.messages.MessageError.EMPTY_CONTENT;
import static org.amityvox.server.messages.MessageError.MESSAGE_NOT_FOUND;
import static org.amityvox.server.messages.MessageError.NOT_AUTHOR;
import static org.amityvox.server.messages.MessageError.NOT_A_TEXT_CHANNEL;
import static org.amityvox.server.messages.MessageError.SLOWMODE;
import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.TIMED_OUT;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.messages.MessageService.Cursor;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Bucket;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Messages of a channel.
final class MessageRoutes implements Routes {
    private static final int MAX_PAGE = 100;
    private static final int DEFAULT_PAGE = 50;

    private static final RouteSpec PAGE = RouteSpec.user("Lists messages, newest first; after a cursor, oldest first")
            .needs(Permission.VIEW_CHANNEL, Permission.READ_HISTORY)
            .query("before", "Only messages with a lower id")
            .query("after", "Only messages with a greater id")
            .query("around", "Messages on both sides of this id, and itself")
            .query("limit", "1 to 100, 50 when absent; a shorter page is the last")
            .replyList(MessageApi.Message.class)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION, NOT_A_TEXT_CHANNEL);
    private static final RouteSpec SEND = RouteSpec.user("Writes a message")
            .needs(Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES)
            .limit(Bucket.MESSAGE_CREATE)
            .body(MessageApi.MessageCreateRequest.class)
            .reply(201, MessageApi.Message.class)
            .errors(
                    CHANNEL_NOT_FOUND,
                    MISSING_PERMISSION,
                    EMPTY_CONTENT,
                    CONTENT_TOO_LONG,
                    NOT_A_TEXT_CHANNEL,
                    TIMED_OUT,
                    NONCE_REUSED,
                    MESSAGE_NOT_FOUND,
                    SLOWMODE);
    private static final RouteSpec EDIT = RouteSpec.user("Changes one's own message")
            .needs(Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES)
            .body(MessageApi.MessageUpdateRequest.class)
            .reply(200, MessageApi.Message.class)
            .errors(
                    CHANNEL_NOT_FOUND,
                    MESSAGE_NOT_FOUND,
                    NOT_AUTHOR,
                    MISSING_PERMISSION,
                    TIMED_OUT,
                    EMPTY_CONTENT,
                    CONTENT_TOO_LONG);
    private static final RouteSpec DELETE = RouteSpec.user("Deletes a message")
            .needs(Permission.VIEW_CHANNEL)
            .needs(Permission.MANAGE_MESSAGES, "for a message of somebody else")
            .errors(CHANNEL_NOT_FOUND, MESSAGE_NOT_FOUND, MISSING_PERMISSION);

    private final MessageService messages;
    private final SendService sends;

    MessageRoutes(MessageService messages, SendService sends) {
        this.messages = messages;
        this.sends = sends;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/channels/{channel}/messages", PAGE, this::page),
                Endpoint.post("/channels/{channel}/messages", SEND, this::send),
                Endpoint.patch("/channels/{channel}/messages/{message}", EDIT, this::edit),
                Endpoint.delete("/channels/{channel}/messages/{message}", DELETE, this::delete));
    }

    private void page(Call call) {
        var channel = channelId(call);
        var checks = new Checks();
        var limit = call.queryNumber("limit", 1, MAX_PAGE, DEFAULT_PAGE, checks);
        var cursors = Stream.of(
                        call.queryId("before", MessageId::new, checks).<Cursor>map(Cursor.Before::new),
                        call.queryId("after", MessageId::new, checks).<Cursor>map(Cursor.After::new),
                        call.queryId("around", MessageId::new, checks).<Cursor>map(Cursor.Around::new))
                .flatMap(Optional::stream)
                .toList();
        if (cursors.size() > 1) {
            checks.fault("before", "one_cursor", "Take only one of before, after and around.");
        }
        checks.done();
        var cursor = cursors.isEmpty() ? new Cursor.Latest() : cursors.getFirst();
        call.reply(messages.page(call.actor(), channel, cursor, limit).stream()
                .map(MessageApi.Message::of)
                .toList());
    }

    private void send(Call call) {
        var channel = channelId(call);
        var request = call.body(MessageApi.MessageCreateRequest.class);
        var sent = sends.send(call.actor(), channel, Objects.requireNonNull(request.content()), request.nonce());
        call.reply(sent.created() ? 201 : 200, MessageApi.Message.of(sent.message()));
    }

    private void edit(Call call) {
        var channel = channelId(call);
        var message = messageId(call);
        var request = call.body(MessageApi.MessageUpdateRequest.class);
        call.reply(MessageApi.Message.of(
                messages.edit(call.actor(), channel, message, Objects.requireNonNull(request.content()))));
    }

    private void delete(Call call) {
        messages.delete(call.actor(), channelId(call), messageId(call));
        call.replyNothing();
    }

    private static ChannelId channelId(Call call) {
        return call.pathId("channel", ChannelId::new, CHANNEL_NOT_FOUND);
    }

    private static MessageId messageId(Call call) {
        return call.pathId("message", MessageId::new, MESSAGE_NOT_FOUND);
    }
}
