// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of changing members and of bans.
public final class MemberApi {
    private static final long MAX_DELETE_SECONDS = 7L * 24 * 60 * 60;
    private static final long MIN_BAN_SECONDS = 60;
    private static final long MAX_BAN_SECONDS = 365L * 24 * 60 * 60;

    private MemberApi() {}

    /// An account that may not join. Without `expires_at` it never may.
    public record Ban(
            GuildId guildId,
            AccountApi.User user,
            @Nullable String reason,
            AccountApi.@Nullable User bannedBy,
            @Nullable Instant expiresAt,
            Instant createdAt) {
        public static Ban of(org.amityvox.server.guilds.Ban ban) {
            return new Ban(
                    ban.guildId(),
                    AccountApi.User.of(ban.user()),
                    ban.reason(),
                    ban.bannedBy() == null ? null : AccountApi.User.of(ban.bannedBy()),
                    ban.expiresAt(),
                    ban.createdAt());
        }
    }

    /// Changes a member: the name that they have in the guild, and until when they may not write. `null` clears.
    public record MemberUpdateRequest(Patch<String> nickname, Patch<Instant> timeoutUntil) implements Body {
        @Override
        public void check(Checks checks) {
            checks.optionalText("nickname", nickname.value()).min(1).max(32).singleLine();
        }
    }

    /// Bans an account. Without `duration_seconds` for ever; `delete_message_seconds` removes what it wrote lately.
    public record BanRequest(
            @Nullable String reason,
            @Nullable Long deleteMessageSeconds,
            @Nullable Long durationSeconds) implements Body {
        @Override
        public void check(Checks checks) {
            checks.optionalText("reason", reason).max(MemberService.MAX_REASON);
            checks.range("delete_message_seconds", deleteMessageSeconds, 0, MAX_DELETE_SECONDS);
            checks.range("duration_seconds", durationSeconds, MIN_BAN_SECONDS, MAX_BAN_SECONDS);
        }
    }
}
