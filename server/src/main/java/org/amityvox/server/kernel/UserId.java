// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// An account, local or of another instance.
public record UserId(String value) implements Id {
    public UserId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
