// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

/// A number that only rises, one for each combination of label values.
@FunctionalInterface
public interface Counter {
    /// Thread-safe and cheap.
    ///
    /// @param labels a value for each label name, in their order
    void add(long amount, String... labels);

    default void increment(String... labels) {
        add(1, labels);
    }
}
