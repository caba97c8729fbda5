// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Set;

/// Which kinds of log rows change the rights in their guild, or the channels that it has.
public final class RightsChange {
    private static final Set<String> KINDS = Set.of("channel_created");

    private RightsChange() {}

    public static boolean isOne(String kind) {
        return KINDS.contains(kind);
    }
}
