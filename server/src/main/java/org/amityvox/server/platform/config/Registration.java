// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// Who may make an account.
public enum Registration {
    /// Whoever holds an invite to a guild.
    INVITE,
    /// Everyone.
    OPEN,
    /// Nobody; administrators make the accounts.
    CLOSED
}
