// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// An account as a member of one guild.
///
/// @param roleIds beside `@everyone`, ascending
/// @param timeoutUntil set => the member is timed out
public record Member(
        GuildId guildId,
        UserProfile user,
        @Nullable String nickname,
        List<RoleId> roleIds,
        Instant joinedAt,
        @Nullable Instant timeoutUntil) {
    public Member {
        roleIds = List.copyOf(roleIds);
    }

    /// Reads the columns `guild_id, nickname, role_ids, joined_at, timeout_until` of `v_guild_memberships` and those of
    /// the profile.
    public static Member of(Row row) {
        return new Member(
                row.as("guild_id", GuildId::new),
                UserProfile.of(row),
                row.textOrNull("nickname"),
                row.texts("role_ids").stream().map(RoleId::new).toList(),
                row.time("joined_at"),
                row.timeOrNull("timeout_until"));
    }
}
