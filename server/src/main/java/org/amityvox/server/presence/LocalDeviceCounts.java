// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.kernel.UserId;

/// The devices that are connected to this process, when it is the only one. Holds nothing for whoever has none.
final class LocalDeviceCounts implements DeviceCounts {
    private final ConcurrentHashMap<UserId, Count> counts = new ConcurrentHashMap<>();

    @Override
    public Count add(UserId user, DeviceStatus status, int change) {
        var now = counts.compute(user, (_, before) -> {
            var after = (before == null ? Count.NONE : before).plus(status, change);
            return after.isNone() ? null : after;
        });
        return now == null ? Count.NONE : now;
    }

    @Override
    public Count of(UserId user) {
        return counts.getOrDefault(user, Count.NONE);
    }
}
