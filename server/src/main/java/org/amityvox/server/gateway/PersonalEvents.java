// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.GuildEvent;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.permissions.RightsClass;
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

    /// What one account is told.
    ///
    /// @param view a number that stands for what `dispatch` says of rights; 0 => it is to be sent in any case
    record Personal(EncodedDispatch dispatch, long view) {}

    /// Whether a change of this kind can mean something to accounts in particular.
    static boolean has(String kind) {
        return concernsSubject(kind) || concernsMembers(kind);
    }

    /// Whether it can mean something only to the account that the row is about.
    static boolean concernsSubject(String kind) {
        return isArrival(kind) || RightsChange.reach(kind).equals(Optional.of(RightsChange.Reach.SUBJECT));
    }

    /// Whether the row's account became a member of the row's guild.
    static boolean isArrival(String kind) {
        return kind.equals(GuildEvent.CREATED) || kind.equals(GuildEvent.MEMBER_ADDED);
    }

    private static boolean concernsMembers(String kind) {
        return RightsChange.reach(kind).equals(Optional.of(RightsChange.Reach.MEMBERS));
    }

    /// What to send to each of `users`, as the tables are now; accounts without anything are absent.
    Map<UserId, Personal> of(Tx tx, LogRow row, Collection<UserId> users) {
        var subject = row.user();
        if (concernsSubject(row.kind())) {
            if (subject == null || !users.contains(subject)) {
                return Map.of();
            }
            return isArrival(row.kind()) ? arrival(tx, row, subject) : accessUpdates(tx, row, List.of(subject));
        }
        return concernsMembers(row.kind()) ? accessUpdates(tx, row, users) : Map.of();
    }

    private Map<UserId, Personal> arrival(Tx tx, LogRow row, UserId subject) {
        if (row.guild() == null) {
            return Map.of();
        }
        var guilds = snapshots.read(tx, subject, List.of(row.guild()));
        return guilds.isEmpty()
                ? Map.of()
                : Map.of(subject, new Personal(encoded(GatewayEvents.GUILD_CREATE.name(), guilds.getFirst()), 0));
    }

    /// Members with the same rights share one text: it is made once for each class, not for each member.
    private Map<UserId, Personal> accessUpdates(Tx tx, LogRow row, Collection<UserId> users) {
        if (row.guild() == null) {
            return Map.of();
        }
        var places = channels.ofGuilds(tx, List.of(row.guild()));
        var rights = access.rights(tx, row.guild());
        if (rights.isEmpty()) {
            return Map.of();
        }
        access.know(tx, rights.get(), users);
        // Where a channel stands is part of the list that is sent, but not of the rights.
        var always = row.kind().equals(RightsChange.CHANNELS_ORDERED);
        var byClass = new HashMap<RightsClass, Personal>();
        var updates = new HashMap<UserId, Personal>();
        for (var user : users) {
            rights.get()
                    .ofMember(user)
                    .ifPresent(own ->
                            updates.put(user, byClass.computeIfAbsent(own, _ -> update(row, own, places, always))));
        }
        return updates;
    }

    private Personal update(LogRow row, RightsClass rights, List<Channel> places, boolean always) {
        var update = ChannelApi.GuildAccess.of(Objects.requireNonNull(row.guild()), rights, places);
        return new Personal(
                encoded(GatewayEvents.GUILD_ACCESS_UPDATE.name(), update), always ? 0 : rights.fingerprint());
    }

    private EncodedDispatch encoded(String t, Object d) {
        return OutgoingEvent.personal(t, json.writeText(d));
    }
}
