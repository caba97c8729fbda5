// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Instant;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.jspecify.annotations.Nullable;

/// What somebody wrote.
///
/// @param authorJoinedAt since when the author is a member of the guild; `null` => not a member any more
/// @param editedAt `null` => as first written
public record Message(
        MessageId id,
        ChannelId channelId,
        GuildId guildId,
        UserProfile author,
        @Nullable Instant authorJoinedAt,
        String type,
        String content,
        @Nullable String nonce,
        @Nullable Instant editedAt,
        Instant createdAt) {}
