// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelEvent;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.GuildEvent;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildRights;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EncodedDispatch;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.json.Json;

/// What a change means to some accounts in particular: a guild that became theirs, or another view of one.
final class PersonalEvents {
    private final GuildSnapshots snapshots;
    private final ChannelService channels;
    private final AccessService access;
    private final Json json;

    PersonalEvents(GuildSnapshots snapshots, ChannelService channels, AccessService access, Json json) {
        this.snapshots = snapshots;
        this.channels = channels;
        this.access = access;
        this.json = json;
    }

    /// Whether a change of this kind can mean something to accounts in particular.
    static boolean has(String kind) {
        return isArrival(kind) || kind.equals(ChannelEvent.CREATED);
    }

    /// Whether the row's account became a member of the row's guild.
    static boolean isArrival(String kind) {
        return kind.equals(GuildEvent.CREATED) || kind.equals(GuildEvent.MEMBER_ADDED);
    }

    /// What to send to each of `users`, as the tables are now; accounts without anything are absent.
    Map<UserId, List<EncodedDispatch>> of(Tx tx, LogRow row, Collection<UserId> users) {
        var subject = row.user();
        if (isArrival(row.kind())) {
            return subject != null && users.contains(subject) ? arrival(tx, row, subject) : Map.of();
        }
        return row.kind().equals(ChannelEvent.CREATED) ? accessUpdates(tx, row, users) : Map.of();
    }

    private Map<UserId, List<EncodedDispatch>> arrival(Tx tx, LogRow row, UserId subject) {
        if (row.guild() == null) {
            return Map.of();
        }
        var guilds = snapshots.read(tx, subject, List.of(row.guild()));
        return guilds.isEmpty()
                ? Map.of()
                : Map.of(subject, List.of(encoded(GatewayEvents.GUILD_CREATE.name(), guilds.getFirst())));
    }

    /// Members with the same rights share one text: it is made once for each class, not for each member.
    private Map<UserId, List<EncodedDispatch>> accessUpdates(Tx tx, LogRow row, Collection<UserId> users) {
        if (row.guild() == null) {
            return Map.of();
        }
        var places = channels.ofGuilds(tx, List.of(row.guild()));
        var rights = access.rights(tx, row.guild());
        if (rights.isEmpty()) {
            return Map.of();
        }
        var byClass = new HashMap<List<PermissionSet>, List<EncodedDispatch>>();
        var updates = new HashMap<UserId, List<EncodedDispatch>>();
        for (var user : users) {
            var key = Stream.concat(
                            Stream.of(rights.get().ofMember(user)),
                            places.stream().map(channel -> rights.get().ofMember(user, channel.id())))
                    .toList();
            updates.put(user, byClass.computeIfAbsent(key, _ -> List.of(update(rights.get(), user, places))));
        }
        return updates;
    }

    private EncodedDispatch update(GuildRights rights, UserId user, List<Channel> places) {
        return encoded(GatewayEvents.GUILD_ACCESS_UPDATE.name(), GuildSnapshots.access(rights, user, places));
    }

    private EncodedDispatch encoded(String t, Object d) {
        return OutgoingEvent.personal(t, json.writeText(d));
    }
}
