// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;

/// What one actor may do in one channel, decided on one version of the guild's rights.
public record ChannelAccess(
        Actor actor, GuildId guildId, ChannelId channelId, PermissionSet granted, long rightsVersion) {

    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) if the channel may not be
    ///     seen, so that its existence does not leak; otherwise `missing_permission` (403) naming `needed`
    public ChannelAccess require(Permission needed) {
        if (!granted.has(Permission.VIEW_CHANNEL)) {
            throw PermissionError.CHANNEL_NOT_FOUND.exception();
        }
        if (!granted.has(needed)) {
            throw CommonError.MISSING_PERMISSION.exception("permission", needed);
        }
        return this;
    }
}
