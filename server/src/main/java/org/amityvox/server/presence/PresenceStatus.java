// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

/// How somebody is, as others see it. Whoever chose to be invisible is offline here.
public enum PresenceStatus {
    ONLINE,
    IDLE,
    DND,
    OFFLINE
}
