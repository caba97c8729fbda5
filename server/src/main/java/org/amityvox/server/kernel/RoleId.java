// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// A role of a guild.
public record RoleId(String value) implements Id {
    public RoleId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
