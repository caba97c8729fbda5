// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

/// A number that rises and falls, one for each combination of label values.
@FunctionalInterface
public interface Gauge {
    /// Thread-safe and cheap.
    ///
    /// @param labels a value for each label name, in their order
    void set(double value, String... labels);
}
