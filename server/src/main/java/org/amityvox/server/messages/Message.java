// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Instant;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.guilds.Member;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.jspecify.annotations.Nullable;

/// What somebody wrote.
///
/// @param member the author as a member; `null` => not one any more
/// @param editedAt `null` => as first written
public record Message(
        MessageId id,
        ChannelId channelId,
        GuildId guildId,
        UserProfile author,
        @Nullable Member member,
        String type,
        String content,
        @Nullable String nonce,
        @Nullable Instant editedAt,
        Instant createdAt) {}
