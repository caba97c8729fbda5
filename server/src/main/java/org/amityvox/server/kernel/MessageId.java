// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// A message; within one channel, message ids ascend in the order of acceptance.
public record MessageId(String value) implements Id {
    public MessageId {
        Ulids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
