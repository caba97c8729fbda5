// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.amityvox.server.kernel.UserId;

/// Where each process of an instance puts down how those are whose devices it holds, for the others to read. One of
/// these belongs to one process, which alone writes its part. A part has a lease: when it is not renewed, all of it
/// is gone.
///
/// A part has a number that rises with every change, so that others see whether they have all of it. Everything here
/// waits for an answer, and throws [org.amityvox.server.platform.cache.CacheUnavailableException] if there is none;
/// what was to be written may have been.
interface PresenceStore {
    /// What is seen of another process without reading its part.
    ///
    /// @param number of its part
    /// @param left of its lease
    record Other(String id, long number, Duration left) {}

    /// The part of a process.
    ///
    /// @param statuses of those who are not offline
    record Part(long number, Map<UserId, PresenceStatus> statuses) {
        public Part {
            statuses = Map.copyOf(statuses);
        }
    }

    /// Writes what has changed, and renews the lease.
    ///
    /// @param before the number of the part that is changed
    /// @param number of the part with these changes
    /// @return false if that part is not there; nothing is written then
    boolean write(long before, long number, Map<UserId, PresenceStatus> changed);

    /// Writes the whole part in place of whatever is there.
    ///
    /// @param statuses of those who are not offline
    void replace(long number, Map<UserId, PresenceStatus> statuses);

    /// Renews the lease.
    ///
    /// @return the number of the part; empty if it is gone, or not whole
    OptionalLong renew();

    /// Lets the part go in a while, whatever its lease.
    void leave(Duration in);

    /// All other processes whose lease holds.
    List<Other> others();

    /// The part of another process; empty if it is gone, or not whole.
    Optional<Part> read(String process);
}
