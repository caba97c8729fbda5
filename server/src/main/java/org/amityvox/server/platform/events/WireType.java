// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// One kind of event as clients know it.
///
/// @param name on the wire, `MESSAGE_CREATE`
/// @param payload the record in `d`
/// @param audience who receives it, for the documentation
/// @param ephemeral whether it is told now or never: see [EphemeralEvent]
/// @param <T> the payload
public record WireType<T>(String name, Class<T> payload, String audience, boolean ephemeral) {
    public WireType(String name, Class<T> payload, String audience) {
        this(name, payload, audience, false);
    }

    public static <T> WireType<T> ephemeral(String name, Class<T> payload, String audience) {
        return new WireType<>(name, payload, audience, true);
    }

    /// @throws IllegalStateException for an ephemeral one: those are in no log
    public Dispatch with(T d) {
        if (ephemeral) {
            throw new IllegalStateException(name + " is ephemeral");
        }
        return new Dispatch(this, payload.cast(d), Dispatch.To.ALL);
    }
}
