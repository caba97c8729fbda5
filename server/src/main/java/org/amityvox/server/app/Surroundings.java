// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Clock;
import java.time.ZoneOffset;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.LocalEventBus;

/// What a server finds around it. Tests give it a clock that they set and a bus that they disturb.
///
/// @param clock of whole milliseconds, in which times are stored and told; a finer one would make the two differ
record Surroundings(Clock clock, EventBus bus) {
    static Surroundings real() {
        return new Surroundings(Clock.tickMillis(ZoneOffset.UTC), new LocalEventBus());
    }
}
