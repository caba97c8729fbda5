// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import java.time.Duration;

/// How long something took, counted in buckets from 5 ms to 10 s, for each combination of label values.
@FunctionalInterface
public interface Histogram {
    /// Thread-safe and cheap.
    ///
    /// @param labels a value for each label name, in their order
    void record(Duration time, String... labels);
}
