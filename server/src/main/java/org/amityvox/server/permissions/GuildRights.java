// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;

/// What decides rights in one guild, as of one version. It never changes; only which members it knows grows with use.
public final class GuildRights {
    private final GuildId guildId;
    private final UserId ownerId;
    private final long version;
    private final RoleRights everyone;
    private final Map<RoleId, RoleRights> roles = new LinkedHashMap<>();
    private final Map<ChannelId, ChannelRights> channels = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private final Map<UserId, Known> members = new ConcurrentHashMap<>();
    private final Map<RightsClass.Key, RightsClass> classes = new ConcurrentHashMap<>();

    private record Known(MemberRights member, RightsClass rights) {}

    /// @param roles of the guild, `@everyone` among them
    /// @param channels that the guild has, and those that it had
    public GuildRights(
            GuildId guildId,
            UserId ownerId,
            long version,
            Collection<RoleRights> roles,
            Collection<ChannelRights> channels) {
        this.guildId = guildId;
        this.ownerId = ownerId;
        this.version = version;
        roles.forEach(role -> this.roles.put(role.id(), role));
        this.everyone = Optional.ofNullable(this.roles.get(new RoleId(guildId.value())))
                .orElseThrow(() -> new IllegalArgumentException("A guild has @everyone"));
        channels.forEach(channel -> {
            this.channels.put(channel.id(), channel);
            named.addAll(channel.overrides().keySet());
        });
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

    /// The channel, also when it is deleted.
    public Optional<ChannelRights> channel(ChannelId id) {
        return Optional.ofNullable(channels.get(id));
    }

    Collection<ChannelRights> channels() {
        return channels.values();
    }

    /// The channels that a category holds.
    public List<ChannelRights> channelsIn(ChannelId category) {
        return channels.values().stream()
                .filter(channel -> !channel.deleted() && category.equals(channel.categoryId()))
                .toList();
    }

    /// The role, `@everyone` too.
    public Optional<RoleRights> role(RoleId id) {
        return Optional.ofNullable(roles.get(id));
    }

    /// Whether it was told of this member.
    public boolean knows(UserId user) {
        return members.containsKey(user);
    }

    /// Only members are remembered, so that somebody who joins is one at once; who leaves, or is given other roles,
    /// raises the version and thereby replaces this object.
    void add(UserId user, MemberRights member) {
        members.put(user, new Known(member, rightsOf(user, member)));
    }

    /// The rights of a member that it knows; empty for everybody else.
    public Optional<RightsClass> ofMember(UserId user) {
        return Optional.ofNullable(members.get(user)).map(Known::rights);
    }

    /// Until when a member that it knows is timed out.
    Optional<Instant> timeoutUntil(UserId user) {
        return Optional.ofNullable(members.get(user))
                .map(known -> known.member().timeoutUntil());
    }

    /// The rights of somebody who has one role and nothing else.
    public Optional<RightsClass> ofRole(RoleId id) {
        return role(id).map(role -> new RightsClass(
                this,
                new RightsClass.Key(
                        false, role.equals(everyone) ? List.of(everyone) : List.of(everyone, role), false, null)));
    }

    private RightsClass rightsOf(UserId user, MemberRights member) {
        var own = new ArrayList<RoleRights>();
        member.roles().forEach(id -> role(id).ifPresent(own::add));
        own.remove(everyone);
        own.sort(Comparator.comparingInt(RoleRights::position)
                .thenComparing(role -> role.id().value()));
        own.addFirst(everyone);
        var key = new RightsClass.Key(
                user.equals(ownerId),
                List.copyOf(own),
                member.timeoutUntil() != null,
                named.contains(user.value()) ? user : null);
        return classes.computeIfAbsent(key, made -> new RightsClass(this, made));
    }
}
