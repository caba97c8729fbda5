// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.function.Function;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;

/// What one member may do in one guild.
///
/// @param rights as they were when it was decided
/// @param member the actor's part of them
public record GuildAccess(Actor actor, GuildRights rights, RightsClass member) {
    public GuildId guildId() {
        return rights.guildId();
    }

    public PermissionSet granted() {
        return member.inGuild();
    }

    /// What the member may do in one channel of the guild; nothing if it may not be seen.
    public PermissionSet in(ChannelId channel) {
        return member.in(channel);
    }

    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) for a channel that the member
    ///     may not view, and for channels of other guilds
    public ChannelAccess channel(ChannelId id) {
        return rights.channel(id)
                .map(channel -> new ChannelAccess(this, channel, in(id)))
                .orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception)
                .require(Permission.VIEW_CHANNEL);
    }

    public boolean isOwner() {
        return actor.userId().equals(rights.ownerId());
    }

    /// @throws org.amityvox.server.kernel.ApiException `missing_permission` (403) naming `needed`, or
    ///     `timed_out` (403) if only a time-out stands in the way
    public GuildAccess require(Permission needed) {
        if (!granted().has(needed)) {
            throw PermissionError.refusal(this, needed);
        }
        return this;
    }

    /// @throws org.amityvox.server.kernel.ApiException `not_owner` (403)
    public GuildAccess requireOwner() {
        if (!isOwner()) {
            throw PermissionError.NOT_OWNER.exception();
        }
        return this;
    }

    /// Asks for a rank above that of another member: see [AccessService#member].
    ///
    /// @throws org.amityvox.server.kernel.ApiException `role_hierarchy` (403)
    public GuildAccess requireAbove(RightsClass other) {
        return requireRankAbove(other.rank());
    }

    /// Asks for a rank above the position of `role`.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `role_hierarchy` (403)
    public GuildAccess requireAbove(RoleRights role) {
        return requireRankAbove(role.position());
    }

    /// Nobody can grant what they lack.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `cannot_escalate` (403) naming what is lacking
    public GuildAccess requireHeld(PermissionSet granting) {
        requireHeld(granting, granted());
        return this;
    }

    /// As [#requireHeld(PermissionSet)], in one channel.
    public GuildAccess requireHeldIn(ChannelId channel, PermissionSet granting) {
        requireHeld(granting, in(channel));
        return this;
    }

    /// Nobody grants in a channel what they lack there, by way of a role that an override names.
    ///
    /// @param opened what becomes possible by what an override of the role gives and takes
    /// @throws org.amityvox.server.kernel.ApiException `cannot_escalate` (403) naming what is lacking
    public GuildAccess requireHeldInOverrides(RoleId role, Function<Grant, PermissionSet> opened) {
        for (var channel : rights.channels()) {
            var override = channel.overrides().get(role.value());
            if (override != null && !channel.deleted()) {
                requireHeldIn(channel.id(), opened.apply(override));
            }
        }
        return this;
    }

    private GuildAccess requireRankAbove(int rank) {
        if (member.rank() <= rank) {
            throw PermissionError.ROLE_HIERARCHY.exception();
        }
        return this;
    }

    private static void requireHeld(PermissionSet granting, PermissionSet held) {
        var lacking = granting.without(held);
        if (!lacking.isEmpty()) {
            throw PermissionError.CANNOT_ESCALATE.exception("permissions", lacking.names());
        }
    }
}
