// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to channels.
public sealed interface ChannelEvent extends Event {
    String CREATED = RightsChange.CHANNEL_CREATED;

    WireType<ChannelApi.Channel> CHANNEL_CREATE =
            new WireType<>("CHANNEL_CREATE", ChannelApi.Channel.class, "Those who may view the channel");
    WireType<ChannelApi.Channel> CHANNEL_UPDATE =
            new WireType<>("CHANNEL_UPDATE", ChannelApi.Channel.class, "Those who may view the channel");

    /// A channel was made.
    record Created(GuildId guildId, ChannelId channelId, UserId creator) implements ChannelEvent {
        @Override
        public LogRow row() {
            return LogRow.of(CREATED)
                    .guild(guildId)
                    .channel(channelId)
                    .object(channelId)
                    .actor(creator);
        }
    }
}
