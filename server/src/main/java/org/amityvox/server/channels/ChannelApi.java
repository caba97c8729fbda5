// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of channels.
public final class ChannelApi {
    /// Six hours.
    private static final long MAX_SLOWMODE_SECONDS = 21_600;

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

    /// A channel that is gone.
    public record ChannelDeleted(GuildId guildId, ChannelId channelId) {}

    /// A complete present view of a guild's channels and of what may be done there.
    public record GuildAccess(GuildId guildId, List<String> permissions, List<ChannelView> channels) {
        /// What members of a class see of a guild whose channels are these.
        public static GuildAccess of(
                GuildId guild, RightsClass rights, List<org.amityvox.server.channels.Channel> channels) {
            return new GuildAccess(guild, rights.inGuild().names(), visible(rights, channels));
        }
    }

    /// Those of `channels` that members of a class may view, each with what they may do in it.
    public static List<ChannelView> visible(RightsClass rights, List<org.amityvox.server.channels.Channel> channels) {
        return channels.stream()
                .map(channel -> Map.entry(channel, rights.in(channel.id())))
                .filter(entry -> entry.getValue().has(Permission.VIEW_CHANNEL))
                .map(entry -> ChannelView.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Makes a channel.
    public record ChannelCreateRequest(
            @Nullable String name,
            @Nullable String type,
            @Nullable String topic,
            @Nullable ChannelId categoryId,
            @Nullable Long slowmodeSeconds,
            @Nullable String nonce)
            implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("name", name).min(1).max(100).singleLine();
            checks.optionalText("type", type)
                    .oneOf(List.of(
                            org.amityvox.server.channels.Channel.TEXT, org.amityvox.server.channels.Channel.CATEGORY));
            checks.optionalText("topic", topic).max(512);
            checks.range("slowmode_seconds", slowmodeSeconds, 0, MAX_SLOWMODE_SECONDS);
            checks.optionalText("nonce", nonce).min(1).max(64);
        }
    }

    /// Changes a channel. `null` takes away a topic, and takes the channel out of its category.
    public record ChannelUpdateRequest(
            @Nullable String name,
            Patch<String> topic,
            @Nullable Long slowmodeSeconds,
            Patch<ChannelId> categoryId) implements Body {
        @Override
        public void check(Checks checks) {
            checks.optionalText("name", name).min(1).max(100).singleLine();
            checks.optionalText("topic", topic.value()).max(512);
            checks.range("slowmode_seconds", slowmodeSeconds, 0, MAX_SLOWMODE_SECONDS);
        }
    }

    /// Where a channel goes: before whatever stands at `position`, and into which category, if that is to change.
    public record ChannelOrderRequest(
            @Nullable ChannelId id, @Nullable Long position, Patch<ChannelId> categoryId) implements Body {
        @Override
        public void check(Checks checks) {
            if (id == null) {
                checks.fault("id", "required", "This field is missing.");
            }
            if (position == null) {
                checks.fault("position", "required", "This field is missing.");
            }
            checks.range("position", position, 0, Integer.MAX_VALUE);
        }
    }
}
