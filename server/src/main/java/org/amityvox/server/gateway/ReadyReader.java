// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.channels.ChannelApi;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.messages.readstates.ReadStateApi;
import org.amityvox.server.messages.readstates.ReadStateService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.presence.PresenceService;

/// Reads READY, all of it from one view of the database.
final class ReadyReader {
    /// More changes than this between the tail and the snapshot mean that the tail is far behind.
    private static final int MAX_AHEAD = 100_000;

    private static final int CHANNELS_A_TURN = 2500;

    private final Database db;
    private final EventLog events;
    private final AccountService accounts;
    private final GuildService guilds;
    private final GuildSnapshots snapshots;
    private final ReadStateService readStates;
    private final PresenceService presence;

    ReadyReader(
            Database db,
            EventLog events,
            AccountService accounts,
            GuildService guilds,
            GuildSnapshots snapshots,
            ReadStateService readStates,
            PresenceService presence) {
        this.db = db;
        this.events = events;
        this.accounts = accounts;
        this.guilds = guilds;
        this.snapshots = snapshots;
        this.readStates = readStates;
        this.presence = presence;
    }

    /// How much memory READY will take, in turns: most accounts take one, one that sees thousands of channels takes
    /// all.
    int weight(UserId user, int most) {
        var seen = db.single(tx -> snapshots.countChannels(tx, guilds.guildsOf(tx, user)));
        return Math.min(most, 1 + seen / CHANNELS_A_TURN);
    }

    /// @param after the position up to which everything is settled, and so contained
    /// @return empty if the account is gone
    Optional<SessionSnapshot> read(UserId user, String sessionId, long after) {
        return db.inSnapshot(tx -> accounts.find(tx, user).map(account -> {
            var ids = guilds.guildsOf(tx, user);
            var seen = snapshots.read(tx, user, ids);
            var presences = SeenPresences.read(presence, people(seen));
            var ready = new GatewayApi.Ready(
                    sessionId,
                    AccountApi.SelfUser.of(account),
                    Map.of(),
                    seen,
                    List.of(),
                    List.of(),
                    readStates(tx, user, seen),
                    presences.told(),
                    List.of());
            var contained = new HashSet<>(events.visibleAfter(tx, after, MAX_AHEAD));
            return new SessionSnapshot(ready, ids, contained, presences);
        }));
    }

    /// Those of channels that READY lists.
    private List<ReadStateApi.ReadState> readStates(Tx tx, UserId user, List<GatewayApi.ReadyGuild> guilds) {
        var visible = guilds.stream()
                .flatMap(guild -> guild.channels().stream())
                .map(ChannelApi.ChannelView::id)
                .collect(Collectors.toSet());
        return readStates.all(tx, user).stream()
                .filter(state -> visible.contains(state.channelId()))
                .map(ReadStateApi.ReadState::of)
                .toList();
    }

    /// Everybody whom READY lists.
    private static Set<UserId> people(List<GatewayApi.ReadyGuild> guilds) {
        return guilds.stream()
                .flatMap(guild -> Stream.ofNullable(guild.members()))
                .flatMap(List::stream)
                .map(member -> member.user().id())
                .collect(Collectors.toSet());
    }
}
