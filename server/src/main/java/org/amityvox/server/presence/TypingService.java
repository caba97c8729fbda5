// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Clock;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.json.Json;

/// Who types where.
public final class TypingService {
    private final AccessService access;
    private final EventBus bus;
    private final Json json;
    private final Clock clock;

    TypingService(AccessService access, EventBus bus, Json json, Clock clock) {
        this.access = access;
        this.bus = bus;
        this.json = json;
        this.clock = clock;
    }

    /// Tells the others in a channel that the actor types there.
    public void start(Actor actor, ChannelId channel) {
        var place = access.channel(actor, channel).require(Permission.SEND_MESSAGES);
        bus.publishEphemeral(EphemeralEvent.of(
                json,
                PresenceEvents.TYPING_START,
                new PresenceApi.TypingStarted(channel, actor.userId(), clock.instant()),
                new EphemeralEvent.Viewers(place.guildId(), channel, actor.userId())));
    }
}
