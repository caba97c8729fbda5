// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import org.amityvox.server.kernel.UserId;

/// How many devices of each account are connected.
///
/// This is the one part of presence that several processes of an instance have to share; everything else follows from
/// it and from the account. In this profile it is the memory of the only process, [LocalDeviceCounts]. In the shared
/// form each account is a hash in the cache (Valkey) with one field for each process that holds devices of it, the two
/// counts of that process. A process renews the expiry of its fields, so that those of one that died are gone within
/// that time; what others are shown still goes over the bus, with absolute values, so that two processes that tell of
/// the same person do no harm.
interface DeviceCounts {
    /// Counts devices of one status in, or out if `change` is negative.
    ///
    /// @return what the account has now
    Count add(UserId user, DeviceStatus status, int change);

    Count of(UserId user);

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
}
