// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.accounts.AccountsModule;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.messages.readstates.ReadStateService;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydration;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.presence.PresenceService;

/// The gateway, joined together.
public record GatewayModule(Gateway gateway, List<WireType<?>> events) {
    public GatewayModule {
        events = List.copyOf(events);
    }

    public static GatewayModule create(
            Database db,
            EventLog log,
            Hydration hydration,
            AccessService access,
            AccountsModule accounts,
            GuildService guilds,
            ChannelService channels,
            ReadStateService readStates,
            PresenceService presence,
            Json json,
            Ulids ulids,
            Clock clock,
            GatewayApi.ServerVersion version) {
        var frames = new Frames(json);
        var snapshots = new GuildSnapshots(guilds, channels, access);
        var personal = new PersonalEvents(snapshots, channels, access, json);
        var hub = new Hub(db, access, new AudienceReader(db, guilds), personal, frames);
        var devices = new Devices(presence);
        var sessions = new Sessions(
                hub,
                accounts.sessions(),
                new ReadyReader(db, log, accounts.accounts(), guilds, snapshots, readStates, presence),
                new ReplayReader(db, log, hydration, guilds, access, personal, readStates, presence),
                devices,
                presence,
                frames,
                ulids);
        var requests = new MemberRequests(guilds, hub, presence, frames);
        var ephemeral = new EphemeralDelivery(hub, json, clock);
        return new GatewayModule(
                new Gateway(hub, sessions, requests, devices, ephemeral, frames, json, clock, version),
                GatewayEvents.all());
    }
}
