// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;

/// What one actor may do in one channel, decided on one version of the guild's rights.
public record ChannelAccess(GuildAccess guild, ChannelRights channel, PermissionSet granted) {
    public Actor actor() {
        return guild.actor();
    }

    public GuildId guildId() {
        return guild.guildId();
    }

    public ChannelId channelId() {
        return channel.id();
    }

    /// The version that the decision stands on: a write carries it, so that it commits on no other.
    public long rightsVersion() {
        return guild.rights().version();
    }

    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) if the channel may not be
    ///     seen, so that its existence does not leak; otherwise `missing_permission` (403) naming `needed`, or
    ///     `timed_out` (403) if only a time-out stands in the way
    public ChannelAccess require(Permission needed) {
        if (!granted.has(Permission.VIEW_CHANNEL)) {
            throw PermissionError.CHANNEL_NOT_FOUND.exception();
        }
        if (!granted.has(needed)) {
            throw PermissionError.refusal(guild, needed);
        }
        return this;
    }
}
