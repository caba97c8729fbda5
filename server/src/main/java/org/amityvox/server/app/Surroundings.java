// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.amityvox.server.platform.events.EventBus;

/// What a server finds around it. Tests give it a clock that they set and disturb its bus.
///
/// @param clock of whole milliseconds, in which times are stored and told; a finer one would make the two differ
/// @param around makes the bus that is used of the one that is configured
record Surroundings(Clock clock, UnaryOperator<EventBus> around) {
    static Surroundings real() {
        return new Surroundings(Clock.tickMillis(ZoneOffset.UTC), UnaryOperator.identity());
    }
}
