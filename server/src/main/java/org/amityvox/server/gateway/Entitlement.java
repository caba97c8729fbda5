// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.events.LogRow;

/// Who may know of a change, the same for those who are connected and those who come back.
final class Entitlement {
    private Entitlement() {}

    /// Decides for an account that belongs to the row's natural audience.
    ///
    /// @param own the guilds that the account is in, or was when they were deleted
    /// @param rights of the account in the row's guild; needed for rows with a channel only
    static boolean mayKnow(UserId user, LogRow row, Collection<GuildId> own, Optional<RightsClass> rights) {
        var guild = row.guild();
        var channel = row.channel();
        if (guild == null || isDepartureOf(user, row)) {
            return true;
        }
        if (!own.contains(guild)) {
            return false;
        }
        return channel == null || maySee(channel, rights);
    }

    /// Whether a member may know of what happens in a channel.
    ///
    /// @param rights of the member in the channel's guild
    static boolean maySee(ChannelId channel, Optional<RightsClass> rights) {
        return rights.filter(mine -> mine.sees(channel)).isPresent();
    }

    /// Whether the row says that `user` is a member no more: it is told although they are none.
    static boolean isDepartureOf(UserId user, LogRow row) {
        return user.equals(row.user()) && isDeparture(row.kind());
    }

    /// Whether a row of this kind says that its account left its guild, or was made to.
    static boolean isDeparture(String kind) {
        return kind.equals(RightsChange.MEMBER_LEFT) || kind.equals(RightsChange.MEMBER_REMOVED);
    }
}
