// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// A channel.
public record ChannelId(String value) implements Id {
    public ChannelId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
