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
/// Two uses exclude a stale value for ever: [#get] loads and forgets one key in turn, so that forgetting during a load
/// forgets what is being loaded; [#forgetIf] waits for nobody, so that values which it must reach are put in by
/// [#rememberUnlessForgotten].
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

    /// The remembered value, or else what `load` finds; an empty result is not remembered.
    @SuppressWarnings("NullAway") // a loader may return null (Caffeine documents it), its annotation says otherwise
    public Optional<V> get(K key, Function<K, Optional<V>> load) {
        return Optional.ofNullable(entries.get(key, k -> load.apply(k).orElse(null)));
    }

    /// The remembered value, if there is one.
    public Optional<V> find(K key) {
        return Optional.ofNullable(entries.getIfPresent(key));
    }

    public void forget(K key) {
        entries.invalidate(key);
    }

    /// Forgets the values that `matches` accepts.
    public void forgetIf(Predicate<V> matches) {
        synchronized (lock) {
            forgettings++;
            entries.asMap().values().removeIf(matches);
        }
    }

    /// Remembers what `load` finds, unless something was forgotten meanwhile: it might have been this value.
    public Optional<V> rememberUnlessForgotten(K key, Function<K, Optional<V>> load) {
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
