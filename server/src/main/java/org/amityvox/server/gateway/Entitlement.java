// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.GuildRights;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.events.LogRow;

/// Who may know of a change, the same for those who are connected and those who come back.
final class Entitlement {
    private Entitlement() {}

    /// Decides for an account that belongs to the row's natural audience.
    ///
    /// @param own the guilds that the account is in
    static boolean mayKnow(
            UserId user, LogRow row, Collection<GuildId> own, Function<GuildId, Optional<GuildRights>> rightsOf) {
        var guild = row.guild();
        var channel = row.channel();
        if (guild == null) {
            return true;
        }
        if (!own.contains(guild)) {
            return false;
        }
        return channel == null
                || rightsOf.apply(guild)
                        .filter(rights -> rights.ofMember(user, channel).has(Permission.VIEW_CHANNEL))
                        .isPresent();
    }
}
