// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// A signed-in device. This is not the token.
public record SessionId(String value) implements Id {
    public SessionId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
