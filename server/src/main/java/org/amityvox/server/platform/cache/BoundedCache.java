// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Remembers values that were read elsewhere, at most so many and so long.
///
/// Nothing waits here while a value is read: whoever reads may need a connection to the database, and whoever forgets
/// may hold one. A value that is read while something is forgotten is given out but not remembered, because it may be
/// what was to be forgotten.
public final class BoundedCache<K, V> {
    private final Cache<K, V> entries;
    private final Object lock = new Object();
    private long forgettings;

    public BoundedCache(int maxEntries, Duration timeToLive) {
        entries = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(timeToLive)
                .executor(Runnable::run)
                .build();
    }

    /// The remembered value, or else what `load` finds; an empty result is not remembered. Several may load at the same
    /// time.
    public Optional<V> get(K key, Function<K, Optional<V>> load) {
        return find(key).or(() -> loaded(key, load));
    }

    /// The remembered value, if there is one.
    public Optional<V> find(K key) {
        return Optional.ofNullable(entries.getIfPresent(key));
    }

    public void forget(K key) {
        synchronized (lock) {
            forgettings++;
            entries.invalidate(key);
        }
    }

    public void forgetAll() {
        forgetIf(_ -> true);
    }

    /// Forgets the values that `matches` accepts.
    public void forgetIf(Predicate<V> matches) {
        synchronized (lock) {
            forgettings++;
            entries.asMap().values().removeIf(matches);
        }
    }

    private Optional<V> loaded(K key, Function<K, Optional<V>> load) {
        long before;
        synchronized (lock) {
            before = forgettings;
        }
        var found = load.apply(key);
        synchronized (lock) {
            if (before == forgettings) {
                found.ifPresent(value -> entries.put(key, value));
            }
        }
        return found;
    }
}
