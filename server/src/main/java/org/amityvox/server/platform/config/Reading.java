// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// What came of reading one value.
sealed interface Reading<T> {
    record Accepted<T>(T value) implements Reading<T> {}

    /// The value does not obey the rule.
    ///
    /// @param fix what to do; empty when the example of the rule says enough
    record Refused<T>(String fix) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Accepted<>(value);
    }

    static <T> Reading<T> refused() {
        return new Refused<>("");
    }

    static <T> Reading<T> refused(String fix) {
        return new Refused<>(fix);
    }
}
