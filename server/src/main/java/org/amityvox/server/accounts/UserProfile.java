// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Row;
import org.jspecify.annotations.Nullable;

/// What everybody who shares a guild with an account may know of it.
public record UserProfile(
        UserId id, String username, @Nullable String displayName, boolean bot, Instant createdAt) {

    /// Reads the columns of `v_user_profiles`, each named `user_…` in the statement: `user_id`, `user_username`,
    /// `user_display_name`, `user_bot`, `user_created_at`.
    public static UserProfile of(Row row) {
        return new UserProfile(
                row.as("user_id", UserId::new),
                row.text("user_username"),
                row.textOrNull("user_display_name"),
                row.flag("user_bot"),
                row.time("user_created_at"));
    }
}
