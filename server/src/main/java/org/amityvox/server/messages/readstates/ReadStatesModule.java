// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.messages.MessageService;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;
import org.amityvox.server.platform.json.Json;

/// Read states, joined together.
public record ReadStatesModule(ReadStateService states, Routes routes, List<WireType<?>> events) {
    public ReadStatesModule {
        events = List.copyOf(events);
    }

    public static ReadStatesModule create(
            Database db, AccessService access, MessageService messages, EventBus bus, Json json, Clock clock) {
        var states = new ReadStateService(db, access, messages, bus, json, clock);
        return new ReadStatesModule(states, new ReadStateRoutes(states), List.of(ReadStateEvents.READ_STATE_UPDATE));
    }
}
