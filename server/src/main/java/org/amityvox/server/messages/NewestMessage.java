// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.util.Optional;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.channels.ChannelEvent;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;

/// Keeps channels right about which message is their newest.
final class NewestMessage {
    private final ChannelService channels;
    private final MessageStore messages = new MessageStore();

    NewestMessage(ChannelService channels) {
        this.channels = channels;
    }

    /// Finds the newest message of a channel anew if it was `gone`, which is there no more.
    ///
    /// @param place as it was before, locked
    /// @return what viewers are told of it
    Optional<Dispatch> without(Tx tx, Channel place, MessageId gone) {
        if (!gone.equals(place.lastMessageId())) {
            return Optional.empty();
        }
        var newest = messages.newest(tx, place.id()).orElse(null);
        return Optional.of(ChannelEvent.CHANNEL_UPDATE.with(
                ChannelApi.Channel.of(channels.setLastMessage(tx, place.id(), newest))));
    }
}
