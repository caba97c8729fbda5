// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// A guild; the same value names its `@everyone` role.
public record GuildId(String value) implements Id {
    public GuildId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
