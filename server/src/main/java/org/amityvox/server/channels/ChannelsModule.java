// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;

/// Channels, joined together.
public record ChannelsModule(ChannelService channels, Routes routes, Hydrator hydrator, List<WireType<?>> events) {
    public ChannelsModule {
        events = List.copyOf(events);
    }

    public static ChannelsModule create(Database db, AccessService access, EventLog log, Ulids ulids, Clock clock) {
        var channels = new ChannelService(db, access, log, ulids, clock);
        return new ChannelsModule(
                channels,
                new ChannelRoutes(channels),
                new ChannelHydrator(),
                List.of(ChannelEvent.CHANNEL_CREATE, ChannelEvent.CHANNEL_UPDATE));
    }
}
