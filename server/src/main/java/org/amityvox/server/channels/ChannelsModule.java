// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;

/// Channels, joined together.
public record ChannelsModule(
        ChannelService channels, List<Routes> routes, Hydrator hydrator, List<WireType<?>> events) {
    public ChannelsModule {
        routes = List.copyOf(routes);
        events = List.copyOf(events);
    }

    public static ChannelsModule create(
            Database db, AccessService access, AuditLog audit, EventLog log, Ulids ulids, Clock clock) {
        var channels = new ChannelService(db, access, audit, log, ulids, clock);
        var changes = new ChannelChangeService(access, audit, log, clock);
        var overrides = new OverrideService(db, access, audit, log, clock);
        return new ChannelsModule(
                channels,
                List.of(new ChannelRoutes(channels, changes), new OverrideRoutes(overrides)),
                new ChannelHydrator(),
                List.of(ChannelEvent.CHANNEL_CREATE, ChannelEvent.CHANNEL_UPDATE, ChannelEvent.CHANNEL_DELETE));
    }
}
