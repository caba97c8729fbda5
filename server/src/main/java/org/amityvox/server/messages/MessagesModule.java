// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.guilds.MessageRemover;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;

/// Messages, joined together.
public record MessagesModule(
        MessageService messages,
        Routes routes,
        MessageRemover remover,
        RemainsJob remains,
        Hydrator hydrator,
        List<WireType<?>> events) {
    public MessagesModule {
        events = List.copyOf(events);
    }

    public static MessagesModule create(
            Database db,
            AccessService access,
            ChannelService channels,
            AuditLog audit,
            EventLog log,
            Ulids ulids,
            Clock clock) {
        var messages = new MessageService(db, access, channels, audit, log, clock);
        var sends = new SendService(db, access, channels, log, ulids, clock);
        return new MessagesModule(
                messages,
                new MessageRoutes(messages, sends),
                new MessageRemoval(db, channels, log, clock),
                new RemainsJob(db, channels, clock),
                new MessageHydrator(channels),
                List.of(
                        MessageEvent.MESSAGE_CREATE,
                        MessageEvent.MESSAGE_UPDATE,
                        MessageEvent.MESSAGE_DELETE,
                        MessageEvent.MESSAGE_DELETE_BULK));
    }
}
