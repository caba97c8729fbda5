// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;

/// What decides rights in one guild, as of one version. It never changes; only which members it knows grows with use.
public final class GuildRights {
    private final GuildId guildId;
    private final UserId ownerId;
    private final long version;
    private final Grant everyone;
    private final Set<ChannelId> channels;
    private final Set<UserId> members = ConcurrentHashMap.newKeySet();

    /// @param everyone what `@everyone` gives and takes
    /// @param channels that the guild has
    public GuildRights(GuildId guildId, UserId ownerId, long version, Grant everyone, Set<ChannelId> channels) {
        this.guildId = guildId;
        this.ownerId = ownerId;
        this.version = version;
        this.everyone = everyone;
        this.channels = Set.copyOf(channels);
    }

    public GuildId guildId() {
        return guildId;
    }

    /// The value of `guilds.rights_version` that this was read at.
    public long version() {
        return version;
    }

    public UserId ownerId() {
        return ownerId;
    }

    boolean hasChannel(ChannelId channel) {
        return channels.contains(channel);
    }

    /// Whether `user` is a member. Only a yes is remembered, so that somebody who joins is a member at once; who leaves
    /// raises the version and thereby replaces this object.
    boolean hasMember(UserId user, Predicate<UserId> look) {
        if (members.contains(user)) {
            return true;
        }
        var member = look.test(user);
        if (member) {
            members.add(user);
        }
        return member;
    }

    /// What a member may do in the guild as a whole.
    public PermissionSet ofMember(UserId user) {
        return resolve(user.equals(ownerId), List.of(everyone));
    }

    /// What a member may do in one channel; nothing for a channel that is not of this guild.
    public PermissionSet ofMember(UserId user, ChannelId channel) {
        if (!hasChannel(channel)) {
            return PermissionSet.NONE;
        }
        var granted = ofMember(user);
        return granted.has(Permission.VIEW_CHANNEL) ? granted : PermissionSet.NONE;
    }

    /// Folds a member's grants, `@everyone` first, then roles from low to high. The owner and administrators may do
    /// everything.
    static PermissionSet resolve(boolean owner, List<Grant> roles) {
        var granted = Grant.fold(PermissionSet.NONE, roles);
        return owner || granted.has(Permission.ADMINISTRATOR) ? PermissionSet.ALL : granted;
    }
}
