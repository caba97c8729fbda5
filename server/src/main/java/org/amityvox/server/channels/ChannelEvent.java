// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.List;
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
    String UPDATED = RightsChange.CHANNEL_UPDATED;
    String DELETED = RightsChange.CHANNEL_DELETED;
    String ORDERED = RightsChange.CHANNELS_ORDERED;
    String OVERRIDE_CHANGED = RightsChange.OVERRIDE_CHANGED;

    WireType<ChannelApi.Channel> CHANNEL_CREATE =
            new WireType<>("CHANNEL_CREATE", ChannelApi.Channel.class, "Those who may view the channel");
    WireType<ChannelApi.Channel> CHANNEL_UPDATE =
            new WireType<>("CHANNEL_UPDATE", ChannelApi.Channel.class, "Those who may view the channel");
    WireType<ChannelApi.ChannelDeleted> CHANNEL_DELETE =
            new WireType<>("CHANNEL_DELETE", ChannelApi.ChannelDeleted.class, "Those who could view the channel");

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

    /// A channel got another name, topic, slow mode or category.
    record Updated(GuildId guildId, ChannelId channelId, UserId actor) implements ChannelEvent {
        @Override
        public LogRow row() {
            return LogRow.of(UPDATED)
                    .guild(guildId)
                    .channel(channelId)
                    .object(channelId)
                    .actor(actor);
        }
    }

    /// A channel is gone, with everything in it.
    record Deleted(GuildId guildId, ChannelId channelId, UserId actor) implements ChannelEvent {
        @Override
        public LogRow row() {
            return LogRow.of(DELETED)
                    .guild(guildId)
                    .channel(channelId)
                    .object(channelId)
                    .actor(actor);
        }
    }

    /// Channels have other places. It is no event of these channels: each member gets the list as they see it.
    record Ordered(GuildId guildId, List<ChannelId> channelIds, UserId actor) implements ChannelEvent {
        public Ordered {
            channelIds = List.copyOf(channelIds);
        }

        @Override
        public LogRow row() {
            return LogRow.of(ORDERED).guild(guildId).ids(channelIds).actor(actor);
        }
    }

    /// A channel gives and takes something else.
    ///
    /// @param inStep the channels of a category that do as it does
    record OverrideChanged(GuildId guildId, ChannelId channelId, List<ChannelId> inStep, UserId actor)
            implements ChannelEvent {
        public OverrideChanged {
            inStep = List.copyOf(inStep);
        }

        @Override
        public LogRow row() {
            return LogRow.of(OVERRIDE_CHANGED)
                    .guild(guildId)
                    .object(channelId)
                    .ids(inStep)
                    .actor(actor);
        }
    }
}
