// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.UserId;

/// The JSON of presence and typing.
public final class PresenceApi {
    private PresenceApi() {}

    /// How somebody is, as others see it.
    public record Presence(UserId userId, PresenceStatus status) {}

    /// How some people are now. Nothing is said of others.
    public record Presences(List<Presence> presences) {
        public Presences {
            presences = List.copyOf(presences);
        }
    }

    /// Somebody types; holds for 8 seconds.
    public record TypingStarted(ChannelId channelId, UserId userId, Instant startedAt) {}
}
