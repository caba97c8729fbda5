// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;

/// Gathers what is told about members of a guild, so that a thousand of them who come back at once make a few frames
/// and not a thousand: what is alone goes at once, what follows within a second waits for its end, and of each person
/// only the newest is sent. The lock is held while something is sent, which keeps the order.
final class GatheredPresences {
    static final Duration PACE = Duration.ofSeconds(1);

    /// More people than this wait for another second.
    private static final int MAX_TOGETHER = 500;

    private final Clock clock;
    private final Sender sender;
    private final Object lock = new Object();
    private final Map<GuildId, Gathered> guilds = new HashMap<>();

    /// Sends what is due.
    interface Sender {
        /// @param large whether only such sessions are told as have asked for members
        /// @param presences of each person, as JSON has it
        void send(GuildId guild, boolean large, Map<UserId, Object> presences);
    }

    private static final class Gathered {
        private final Map<UserId, Object> waiting = new LinkedHashMap<>();
        private boolean large;
        private long sentAt;
    }

    GatheredPresences(Clock clock, Sender sender) {
        this.clock = clock;
        this.sender = sender;
    }

    /// @param large whether these guilds are such in which only who asked is told
    void add(Collection<GuildId> places, boolean large, UserId subject, Object presence) {
        synchronized (lock) {
            for (var place : places) {
                var gathered = guilds.computeIfAbsent(place, _ -> new Gathered());
                gathered.large = large;
                gathered.waiting.put(subject, presence);
                sendIfDue(place, gathered);
            }
        }
    }

    /// Sends what has waited long enough. To be called several times a second.
    void sendDue() {
        synchronized (lock) {
            Map.copyOf(guilds).forEach((guild, gathered) -> {
                if (!gathered.waiting.isEmpty()) {
                    sendIfDue(guild, gathered);
                } else if (isDue(gathered)) {
                    guilds.remove(guild);
                }
            });
        }
    }

    private boolean isDue(Gathered gathered) {
        return clock.millis() - gathered.sentAt >= PACE.toMillis();
    }

    private void sendIfDue(GuildId guild, Gathered gathered) {
        if (!isDue(gathered)) {
            return;
        }
        gathered.sentAt = clock.millis();
        var now = new LinkedHashMap<UserId, Object>();
        for (var subject : new ArrayList<>(gathered.waiting.keySet())) {
            if (now.size() < MAX_TOGETHER) {
                now.put(subject, gathered.waiting.remove(subject));
            }
        }
        sender.send(guild, gathered.large, now);
    }
}
