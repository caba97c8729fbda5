// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.amityvox.server.kernel.Checks;
import org.jspecify.annotations.Nullable;

/// What a connected device says of the person in front of it.
public enum DeviceStatus {
    /// Is in use.
    ONLINE,
    /// Has not been touched for a while.
    IDLE;

    private static final List<String> NAMES = Arrays.stream(values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toList();

    /// @throws org.amityvox.server.kernel.ApiException `invalid_request` (400) unless it is the name of one
    public static DeviceStatus of(@Nullable String name) {
        var checks = new Checks();
        checks.text("status", name).oneOf(NAMES);
        checks.done();
        return valueOf(String.valueOf(name).toUpperCase(Locale.ROOT));
    }

    /// As [#of]; a device that says nothing is in use.
    public static DeviceStatus ofOptional(@Nullable String name) {
        return name == null ? ONLINE : of(name);
    }
}
