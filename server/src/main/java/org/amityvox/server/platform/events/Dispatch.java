// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// One event for clients, with its content.
///
/// @param to which part of the row's audience receives it
public record Dispatch(WireType<?> type, Object d, To to) {
    /// Parts of an audience. The subject of a row is the account in its `user`.
    public enum To {
        /// Everybody, the subject too.
        ALL,
        /// The subject's own sessions.
        SUBJECT,
        /// Everybody but the subject.
        OTHERS
    }

    public Dispatch to(To part) {
        return new Dispatch(type, d, part);
    }
}
