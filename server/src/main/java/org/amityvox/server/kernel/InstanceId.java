// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// An installation of AmityVox; it stays the same when the address changes.
public record InstanceId(String value) implements Id {
    public InstanceId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
