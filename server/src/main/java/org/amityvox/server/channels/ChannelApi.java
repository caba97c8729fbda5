// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of channels.
public final class ChannelApi {
    private ChannelApi() {}

    /// A channel, the same for everybody who may see it.
    public record Channel(
            ChannelId id,
            GuildId guildId,
            String type,
            String name,
            @Nullable String topic,
            int position,
            @Nullable ChannelId categoryId,
            int slowmodeSeconds,
            @Nullable MessageId lastMessageId,
            Instant createdAt) {
        public static Channel of(org.amityvox.server.channels.Channel channel) {
            return new Channel(
                    channel.id(),
                    channel.guildId(),
                    channel.type(),
                    channel.name(),
                    channel.topic(),
                    channel.position(),
                    channel.categoryId(),
                    channel.slowmodeSeconds(),
                    channel.lastMessageId(),
                    channel.createdAt());
        }
    }

    /// A channel with what the receiver may do in it.
    public record ChannelView(
            ChannelId id,
            GuildId guildId,
            String type,
            String name,
            @Nullable String topic,
            int position,
            @Nullable ChannelId categoryId,
            int slowmodeSeconds,
            @Nullable MessageId lastMessageId,
            Instant createdAt,
            List<String> permissions) {
        public static ChannelView of(org.amityvox.server.channels.Channel channel, PermissionSet granted) {
            return new ChannelView(
                    channel.id(),
                    channel.guildId(),
                    channel.type(),
                    channel.name(),
                    channel.topic(),
                    channel.position(),
                    channel.categoryId(),
                    channel.slowmodeSeconds(),
                    channel.lastMessageId(),
                    channel.createdAt(),
                    granted.names());
        }
    }

    /// Makes a channel.
    public record ChannelCreateRequest(
            @Nullable String name,
            @Nullable String type,
            @Nullable String topic,
            @Nullable String nonce) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("name", name).min(1).max(100).singleLine();
            checks.optionalText("type", type).oneOf(List.of("text"));
            checks.optionalText("topic", topic).max(512);
            checks.optionalText("nonce", nonce).min(1).max(64);
        }
    }
}
