// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Patch;
import org.jspecify.annotations.Nullable;

/// What is to become of a channel.
///
/// @param name `null` => as it is
/// @param slowmodeSeconds `null` => as they are
public record ChannelChange(
        @Nullable String name,
        Patch<String> topic,
        @Nullable Integer slowmodeSeconds,
        Patch<ChannelId> categoryId) {

    Channel over(Channel channel) {
        return new Channel(
                channel.id(),
                channel.guildId(),
                channel.type(),
                Optional.ofNullable(name).orElse(channel.name()),
                topic.over(channel.topic()),
                channel.position(),
                categoryId.over(channel.categoryId()),
                Optional.ofNullable(slowmodeSeconds).orElse(channel.slowmodeSeconds()),
                channel.lastMessageId(),
                channel.createdAt());
    }
}
