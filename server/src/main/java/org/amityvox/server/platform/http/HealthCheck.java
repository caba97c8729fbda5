// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

/// Tells how one part of the server is, for `GET /ready`.
public interface HealthCheck {
    /// How a part is.
    enum State {
        OK,
        /// Something is missing that the server can do without.
        DEGRADED,
        DOWN
    }

    /// @param sentence for people: what is the matter, or that nothing is
    record Health(State state, String sentence) {}

    /// The part, in lower snake case.
    String name();

    /// Whether the server cannot serve without this part.
    boolean required();

    /// Looks now; may throw, which means that the part is down.
    Health look();
}
