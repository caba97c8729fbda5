// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Map;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;
import org.jspecify.annotations.Nullable;

/// An entry of the audit log as it is read back.
///
/// @param actor `null` when that account is gone
/// @param before `null` => the thing was made
/// @param after `null` => the thing was removed
public record AuditRecord(
        String id,
        GuildId guildId,
        @Nullable UserProfile actor,
        String action,
        String targetType,
        String targetId,
        @Nullable String targetName,
        @Nullable String reason,
        @Nullable Map<String, @Nullable Object> before,
        @Nullable Map<String, @Nullable Object> after,
        Instant createdAt) {}
