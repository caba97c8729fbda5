// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/// Members of a guild who may do the same everywhere in it: those with the same roles, none with overrides of their
/// own but one. What they may do is found out once for all of them.
public final class RightsClass {
    private final GuildRights guild;
    private final Key key;
    private final PermissionSet inGuild;
    private final Map<ChannelId, PermissionSet> inChannels = new ConcurrentHashMap<>();

    /// @param roles from low to high, `@everyone` first
    /// @param alone the one member, if overrides name them
    record Key(
            boolean owner,
            List<RoleRights> roles,
            boolean timedOut,
            @Nullable UserId alone) {
        List<Grant> grants() {
            return roles.stream().map(RoleRights::grant).toList();
        }
    }

    RightsClass(GuildRights guild, Key key) {
        this.guild = guild;
        this.key = key;
        this.inGuild = resolve(key.owner(), key.grants(), List.of(), key.timedOut());
    }

    /// What its members may do in the guild as a whole.
    public PermissionSet inGuild() {
        return inGuild;
    }

    /// What its members may do in one channel; nothing in one that they may not see or that is not there.
    public PermissionSet in(ChannelId id) {
        return guild.channel(id)
                .filter(channel -> !channel.deleted())
                .map(channel -> inChannels.computeIfAbsent(id, _ -> in(channel)))
                .orElse(PermissionSet.NONE);
    }

    /// Whether its members may see a channel, or could when it was there.
    public boolean sees(ChannelId id) {
        return guild.channel(id)
                .filter(channel -> channel.deleted()
                        ? resolved(channel).has(Permission.VIEW_CHANNEL)
                        : in(id).has(Permission.VIEW_CHANNEL))
                .isPresent();
    }

    /// The position of the highest role; the owner is above all.
    public int rank() {
        return key.owner() ? Integer.MAX_VALUE : key.roles().getLast().position();
    }

    public boolean isTimedOut() {
        return key.timedOut() && !inGuild.has(Permission.ADMINISTRATOR);
    }

    /// A number that differs when anything in [#inGuild] or [#in] differs.
    public long fingerprint() {
        var print = mixed(0, inGuild.bits());
        for (var channel : guild.channels()) {
            var granted = in(channel.id());
            if (granted.has(Permission.VIEW_CHANNEL)) {
                print = mixed(print, channel.id().hashCode());
                print = mixed(print, granted.bits());
            }
        }
        return print;
    }

    private PermissionSet in(ChannelRights channel) {
        var granted = resolved(channel);
        if (!channel.category() || granted.has(Permission.VIEW_CHANNEL)) {
            return granted;
        }
        // Whoever sees a channel sees the category that it is listed under: channels name it.
        return guild.channelsIn(channel.id()).stream()
                        .anyMatch(child -> resolved(child).has(Permission.VIEW_CHANNEL))
                ? PermissionSet.of(Permission.VIEW_CHANNEL)
                : PermissionSet.NONE;
    }

    private PermissionSet resolved(ChannelRights channel) {
        var overrides = new ArrayList<Grant>();
        for (var role : key.roles()) {
            overrides.add(channel.overrides().getOrDefault(role.id().value(), Grant.NOTHING));
        }
        if (key.alone() != null) {
            overrides.add(channel.overrides().getOrDefault(key.alone().value(), Grant.NOTHING));
        }
        var granted = resolve(key.owner(), key.grants(), overrides, key.timedOut());
        return granted.has(Permission.VIEW_CHANNEL) ? granted : PermissionSet.NONE;
    }

    /// Folds what applies to a member, in the order of docs/permissions.md; what comes later beats what came before.
    ///
    /// @param roles `@everyone` first, then the member's roles from low to high
    /// @param overrides of a channel: `@everyone`, roles from low to high, the member; empty for the guild
    static PermissionSet resolve(boolean owner, List<Grant> roles, List<Grant> overrides, boolean timedOut) {
        var granted = Grant.fold(PermissionSet.NONE, roles);
        if (owner || granted.has(Permission.ADMINISTRATOR)) {
            return PermissionSet.ALL;
        }
        granted = Grant.fold(granted, overrides);
        return timedOut ? granted.without(PermissionSet.LOST_IN_TIMEOUT) : granted;
    }

    private static long mixed(long print, long value) {
        // The multiplier of Knuth's MMIX generator: spreads each bit over the whole number.
        return (print ^ value) * 6364136223846793005L + 1442695040888963407L;
    }
}
