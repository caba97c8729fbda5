// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.accounts.UserProfile;
import org.jspecify.annotations.Nullable;

/// A link that lets people in, with what somebody who holds it may know of the guild.
///
/// @param inviter `null` when that account is gone
/// @param maxUses `null` => any number
/// @param expiresAt `null` => never
public record Invite(
        String code,
        Guild guild,
        @Nullable UserProfile inviter,
        @Nullable Integer maxUses,
        int uses,
        @Nullable Instant expiresAt,
        Instant createdAt) {

    boolean isUsable(Instant now) {
        return (expiresAt == null || now.isBefore(expiresAt)) && (maxUses == null || uses < maxUses);
    }
}
