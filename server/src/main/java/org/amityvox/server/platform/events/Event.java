// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// A change that a slice tells the others about. Each slice has one sealed family of these.
public interface Event {
    /// What the log keeps of it.
    LogRow row();
}
