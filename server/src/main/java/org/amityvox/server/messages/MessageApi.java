// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.guilds.GuildApi;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of messages.
public final class MessageApi {
    private MessageApi() {}

    /// A message. `member` is its author as a member, unless they have left.
    public record Message(
            MessageId id,
            ChannelId channelId,
            GuildId guildId,
            AccountApi.User author,
            GuildApi.@Nullable GuildMember member,
            String type,
            String content,
            @Nullable String nonce,
            @Nullable Instant editedAt,
            Instant createdAt) {
        public static Message of(org.amityvox.server.messages.Message message) {
            return new Message(
                    message.id(),
                    message.channelId(),
                    message.guildId(),
                    AccountApi.User.of(message.author()),
                    message.member() == null ? null : GuildApi.GuildMember.of(message.member()),
                    message.type(),
                    message.content(),
                    message.nonce(),
                    message.editedAt(),
                    message.createdAt());
        }
    }

    /// A message that is gone.
    public record MessageDeleted(ChannelId channelId, MessageId messageId) {}

    /// Messages that are gone.
    public record MessagesDeleted(ChannelId channelId, List<MessageId> messageIds) {}

    /// Writes a message.
    public record MessageCreateRequest(
            @Nullable String content, @Nullable String nonce) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("content", content);
            checks.optionalText("nonce", nonce).min(1).max(64);
        }
    }

    /// Changes a message.
    public record MessageUpdateRequest(@Nullable String content) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("content", content);
        }
    }
}
