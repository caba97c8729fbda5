// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Objects;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;
import org.jspecify.annotations.Nullable;

/// That an account may not join a guild.
///
/// @param bannedBy whose terms they are; `null` when that account is gone
/// @param expiresAt `null` => never
public record Ban(
        GuildId guildId,
        UserProfile user,
        @Nullable String reason,
        @Nullable UserProfile bannedBy,
        @Nullable Instant expiresAt,
        Instant createdAt) {

    boolean hasTerms(@Nullable String why, @Nullable Instant until) {
        return Objects.equals(reason, why) && Objects.equals(expiresAt, until);
    }
}
