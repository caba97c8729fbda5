// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.kernel.UserId;

/// How many devices of each account are connected to this process. Holds nothing for whoever has none.
final class DeviceCounts {
    private final ConcurrentHashMap<UserId, Count> counts = new ConcurrentHashMap<>();

    /// The devices of one account.
    record Count(int online, int idle) {
        static final Count NONE = new Count(0, 0);

        boolean isNone() {
            return online == 0 && idle == 0;
        }

        Count plus(DeviceStatus status, int change) {
            return switch (status) {
                case ONLINE -> new Count(online + change, idle);
                case IDLE -> new Count(online, idle + change);
            };
        }
    }

    /// Counts devices of one status in, or out if `change` is negative.
    ///
    /// @return what the account has now
    Count add(UserId user, DeviceStatus status, int change) {
        var now = counts.compute(user, (_, before) -> {
            var after = (before == null ? Count.NONE : before).plus(status, change);
            return after.isNone() ? null : after;
        });
        return now == null ? Count.NONE : now;
    }

    Count of(UserId user) {
        return counts.getOrDefault(user, Count.NONE);
    }
}
