// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.util.Locale;
import java.util.Map;

/// A failure that programs act on. One enum a slice implements this; the names are unique over all of them.
public interface ErrorCode {
    /// The name of the constant, in upper snake case.
    String name();

    /// The HTTP status of the answer.
    int status();

    /// What happened and what to do, for people.
    String text();

    /// The name on the wire: lower snake case.
    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    default ApiException exception() {
        return new ApiException(this, Map.of());
    }

    /// With one entry of `details`, for programs.
    default ApiException exception(String detail, Object value) {
        return new ApiException(this, Map.of(detail, value));
    }
}
