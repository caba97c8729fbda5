// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/// For an instance with a single process: there is nobody else who could read anything, and nobody to read of.
final class LocalPresenceStore implements PresenceStore {
    private volatile @Nullable Long number;

    @Override
    public boolean write(long before, long changed, Map<UserId, PresenceStatus> statuses) {
        var present = Objects.equals(number, before);
        number = present ? Long.valueOf(changed) : number;
        return present;
    }

    @Override
    public void replace(long whole, Map<UserId, PresenceStatus> statuses) {
        number = whole;
    }

    @Override
    public OptionalLong renew() {
        var written = number;
        return written == null ? OptionalLong.empty() : OptionalLong.of(written);
    }

    @Override
    public void leave(Duration in) {
        number = null;
    }

    @Override
    public List<Other> others() {
        return List.of();
    }

    @Override
    public Optional<Part> read(String process) {
        return Optional.empty();
    }
}
