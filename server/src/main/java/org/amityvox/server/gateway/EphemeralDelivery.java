// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.jobs.Backlog;
import org.amityvox.server.platform.json.Json;

/// Brings what is in no log to the sessions here that may have it, one after the other. Who
/// publishes never waits; what comes too fast is lost.
final class EphemeralDelivery {
    private static final int MAX_WAITING = 10_000;

    private final Hub hub;
    private final Json json;
    private final GatheredPresences presences;
    private final Backlog<EphemeralEvent> arrivals =
            new Backlog<>("ephemeral-events", MAX_WAITING, events -> events.forEach(this::deliver));

    EphemeralDelivery(Hub hub, Json json, Clock clock) {
        this.hub = hub;
        this.json = json;
        this.presences = new GatheredPresences(clock, hub::tellMembers);
    }

    /// Takes an event from the bus.
    void accept(EphemeralEvent event) {
        arrivals.add(event);
    }

    /// Sends what was gathered long enough.
    void sendDue() {
        presences.sendDue();
    }

    private void deliver(EphemeralEvent event) {
        switch (event.audience()) {
            case EphemeralEvent.Viewers(var guild, var channel, var but) ->
                hub.tellViewers(guild, channel, but, Frames.dispatch(event.t(), event.d(), null));
            case EphemeralEvent.Account(var user) -> hub.tellAccount(user, Frames.dispatch(event.t(), event.d(), null));
            case EphemeralEvent.Fellows fellows -> gather(fellows, event.d());
            case EphemeralEvent.Processes _ -> {}
        }
    }

    private void gather(EphemeralEvent.Fellows fellows, String d) {
        if (json.readTree(d) instanceof Map<?, ?> told && told.get("presences") instanceof List<?> one) {
            one.forEach(presence -> {
                presences.add(fellows.guilds(), false, fellows.subject(), presence);
                presences.add(fellows.large(), true, fellows.subject(), presence);
            });
        }
    }
}
