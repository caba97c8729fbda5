// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Map;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.kernel.GuildId;
import org.jspecify.annotations.Nullable;

/// The JSON of the audit log.
public final class AuditApi {
    private AuditApi() {}

    /// Who did what to what. `before` and `after` hold only what changed; without `before` the thing was made, without
    /// `after` it was removed.
    public record AuditLogEntry(
            String id,
            GuildId guildId,
            AccountApi.@Nullable User actor,
            String action,
            String targetType,
            String targetId,
            @Nullable String targetName,
            @Nullable String reason,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after,
            Instant createdAt) {
        public static AuditLogEntry of(AuditRecord entry) {
            return new AuditLogEntry(
                    entry.id(),
                    entry.guildId(),
                    entry.actor() == null ? null : AccountApi.User.of(entry.actor()),
                    entry.action(),
                    entry.targetType(),
                    entry.targetId(),
                    entry.targetName(),
                    entry.reason(),
                    entry.before(),
                    entry.after(),
                    entry.createdAt());
        }
    }
}
