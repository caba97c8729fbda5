// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import org.amityvox.server.presence.DeviceStatus;
import org.amityvox.server.presence.PresenceService;

/// Lets connections count as devices of their accounts: each once, from when it begins until it is
/// gone. The monitor of a connection orders its coming and going.
final class Devices {
    private final PresenceService presence;

    Devices(PresenceService presence) {
        this.presence = presence;
    }

    /// The connection is a device from now on, unless its socket is gone or it is one already.
    void arrive(Connection connection, DeviceStatus status) {
        synchronized (connection) {
            if (!connection.isGone() && connection.device() == null) {
                connection.becomes(status);
                presence.arrive(connection.user(), status);
            }
        }
    }

    void change(Connection connection, DeviceStatus status) {
        synchronized (connection) {
            var before = connection.device();
            if (before != null && before != status) {
                connection.becomes(status);
                presence.change(connection.user(), before, status);
            }
        }
    }

    /// The connection, which is gone, is a device no more.
    void leave(Connection connection) {
        synchronized (connection) {
            var before = connection.device();
            if (before != null) {
                connection.becomes(null);
                presence.leave(connection.user(), before);
            }
        }
    }
}
