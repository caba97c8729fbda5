// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import org.jspecify.annotations.Nullable;

/// Whose work the current thread does. Bound by the boundary classes, read by every log line.
///
/// @param actorId null until somebody is authenticated
public record RequestContext(String requestId, @Nullable String actorId) {
    public static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();
}
