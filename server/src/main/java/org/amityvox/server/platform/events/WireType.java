// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// One kind of event as clients know it.
///
/// @param name on the wire, `MESSAGE_CREATE`
/// @param payload the record in `d`
/// @param audience who receives it, for the documentation
/// @param <T> the payload
public record WireType<T>(String name, Class<T> payload, String audience) {
    public Dispatch with(T d) {
        return new Dispatch(this, payload.cast(d), Dispatch.To.ALL);
    }
}
