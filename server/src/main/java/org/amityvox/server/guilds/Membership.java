// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;

/// That an account is in a guild, and how many others are.
public record Membership(GuildId guild, UserId user, int memberCount) {
    /// Guilds with more members are told about without a list of them.
    public static final int MAX_LISTED_MEMBERS = 250;

    public boolean isLarge() {
        return memberCount > MAX_LISTED_MEMBERS;
    }
}
