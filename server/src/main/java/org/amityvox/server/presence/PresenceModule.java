// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.cache.CacheServer;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;
import org.amityvox.server.platform.json.Json;

/// Presence and typing, joined together.
public record PresenceModule(PresenceService presence, Routes routes, List<WireType<?>> events) {
    public PresenceModule {
        events = List.copyOf(events);
    }

    /// @param cache what the processes of the instance share; empty => there is only this one
    public static PresenceModule create(
            Database db,
            AccessService access,
            AccountService accounts,
            GuildService guilds,
            EventBus bus,
            Optional<CacheServer> cache,
            InstanceId instance,
            Json json,
            Ulids ulids,
            Clock clock) {
        var process = ulids.next();
        var lease = SharedPresences.Lease.STANDARD;
        var store = cache.<PresenceStore>map(
                        server -> new ValkeyPresenceStore(server, instance, process, lease.length()))
                .orElseGet(LocalPresenceStore::new);
        var shared = new SharedPresences(process, store, bus, json, clock, lease);
        var presence = new PresenceService(db, accounts, guilds, shared, json, clock);
        return new PresenceModule(
                presence, new PresenceRoutes(new TypingService(access, bus, json, clock)), PresenceEvents.all());
    }
}
