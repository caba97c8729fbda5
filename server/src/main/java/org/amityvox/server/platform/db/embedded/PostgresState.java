// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

/// Where an [EmbeddedPostgres] stands. There is no value for "starting": until it runs, nobody
/// holds one.
public enum PostgresState {
    /// Accepts connections.
    RUNNING,
    /// Ended without being asked to; it is being started again on the same port.
    RECOVERING,
    STOPPED
}
