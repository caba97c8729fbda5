// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One field of a PATCH body: absent keeps what is there, `null` clears it, a value replaces it.
public sealed interface Patch<T> {
    record Absent<T>() implements Patch<T> {}

    /// @param value `null` => clear
    record Present<T>(@Nullable T value) implements Patch<T> {}

    static <T> Patch<T> absent() {
        return new Absent<>();
    }

    static <T> Patch<T> of(@Nullable T value) {
        return new Present<>(value);
    }

    /// What the field holds after this patch is applied to `present`.
    default @Nullable T over(@Nullable T present) {
        return switch (this) {
            case Absent<T> _ -> present;
            case Present<T>(var value) -> value;
        };
    }

    /// The new value, or `null` when the field is absent or cleared.
    default @Nullable T value() {
        return over(null);
    }

    default <R> Patch<R> map(Function<T, R> change) {
        return switch (this) {
            case Absent<T> _ -> absent();
            case Present<T>(var value) -> of(value == null ? null : change.apply(value));
        };
    }
}
