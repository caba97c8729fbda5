// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.Guild;
import org.amityvox.server.guilds.GuildApi;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.guilds.Member;
import org.amityvox.server.guilds.Membership;
import org.amityvox.server.guilds.Role;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildRights;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.db.Tx;

/// Reads guilds as one of their members sees them: one query for each kind of thing, however many guilds.
final class GuildSnapshots {
    /// Guilds with more members are given without their list.
    static final int MAX_LISTED_MEMBERS = Membership.MAX_LISTED_MEMBERS;

    private final GuildService guilds;
    private final ChannelService channels;
    private final AccessService access;

    GuildSnapshots(GuildService guilds, ChannelService channels, AccessService access) {
        this.guilds = guilds;
        this.channels = channels;
        this.access = access;
    }

    /// Those of `ids` that `viewer` is a member of, ascending.
    List<GatewayApi.ReadyGuild> read(Tx tx, UserId viewer, Collection<GuildId> ids) {
        var found = guilds.list(tx, ids);
        var roles = grouped(guilds.roles(tx, ids), Role::guildId);
        var places = grouped(channels.ofGuilds(tx, ids), Channel::guildId);
        // Rights as of the snapshot that everything else is read from, and not of the replica, which may be newer.
        var rights = access.rightsSeen(tx, ids, viewer).stream()
                .collect(Collectors.toMap(GuildRights::guildId, seen -> seen));
        var members = grouped(guilds.membersOfSmallGuilds(tx, ids, MAX_LISTED_MEMBERS, viewer), Member::guildId);
        return found.stream()
                .flatMap(guild -> view(
                        guild,
                        viewer,
                        Optional.ofNullable(rights.get(guild.id())).flatMap(seen -> seen.ofMember(viewer)),
                        roles.getOrDefault(guild.id(), List.of()),
                        places.getOrDefault(guild.id(), List.of()),
                        members.getOrDefault(guild.id(), List.of()))
                        .stream())
                .toList();
    }

    int countChannels(Tx tx, Collection<GuildId> ids) {
        return channels.count(tx, ids);
    }

    private static Optional<GatewayApi.ReadyGuild> view(
            Guild guild,
            UserId viewer,
            Optional<RightsClass> rights,
            List<Role> roles,
            List<Channel> channels,
            List<Member> members) {
        return rights.flatMap(own -> members.stream()
                .filter(member -> member.user().id().equals(viewer))
                .findFirst()
                .map(me -> new GatewayApi.ReadyGuild(
                        guild.id(),
                        guild.name(),
                        guild.description(),
                        guild.ownerId(),
                        guild.memberCount(),
                        guild.createdAt(),
                        roles.stream().map(GuildApi.Role::of).toList(),
                        ChannelApi.visible(own, channels),
                        own.inGuild().names(),
                        GuildApi.GuildMember.of(me),
                        guild.memberCount() > MAX_LISTED_MEMBERS
                                ? null
                                : members.stream().map(GuildApi.GuildMember::of).toList())));
    }

    private static <T> Map<GuildId, List<T>> grouped(List<T> things, Function<T, GuildId> guild) {
        return things.stream().collect(Collectors.groupingBy(guild));
    }
}
