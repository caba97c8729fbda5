// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import org.jspecify.annotations.Nullable;

/// A frame as a client received it.
///
/// @param t the event's name; `null` on frames that are no events
/// @param s the cursor; `null` where there is none
public record GatewayFrame(
        int op, @Nullable String t, @Nullable String s, Tree d) {
    public boolean is(String event) {
        return event.equals(t);
    }
}
