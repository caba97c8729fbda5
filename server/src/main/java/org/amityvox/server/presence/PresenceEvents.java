// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.List;
import org.amityvox.server.platform.events.WireType;

/// What clients are told of presence and typing.
public final class PresenceEvents {
    public static final WireType<PresenceApi.Presences> PRESENCE_UPDATE = WireType.ephemeral(
            "PRESENCE_UPDATE",
            PresenceApi.Presences.class,
            "Members of the guilds of those people; in guilds above 250 members, sessions that asked for members");
    public static final WireType<PresenceApi.TypingStarted> TYPING_START = WireType.ephemeral(
            "TYPING_START", PresenceApi.TypingStarted.class, "Those who may view the channel, but who types");

    private PresenceEvents() {}

    static List<WireType<?>> all() {
        return List.of(PRESENCE_UPDATE, TYPING_START);
    }
}
