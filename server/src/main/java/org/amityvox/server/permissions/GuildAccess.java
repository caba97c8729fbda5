// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;

/// What one member may do in one guild.
public record GuildAccess(Actor actor, GuildRights rights, PermissionSet granted) {
    public GuildId guildId() {
        return rights.guildId();
    }

    /// @throws org.amityvox.server.kernel.ApiException `missing_permission` (403) naming `needed`
    public GuildAccess require(Permission needed) {
        if (!granted.has(needed)) {
            throw CommonError.MISSING_PERMISSION.exception("permission", needed);
        }
        return this;
    }

    /// What the member may do in one channel of the guild; nothing if it may not be seen.
    public PermissionSet in(ChannelId channel) {
        return rights.ofMember(actor.userId(), channel);
    }
}
