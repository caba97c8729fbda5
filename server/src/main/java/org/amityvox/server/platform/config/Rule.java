// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.util.function.Function;

/// What a setting's value must be, and how it is read.
///
/// @param words what a value must be, without "must be"
/// @param example a good value, as an environment variable holds it
/// @param literal turns the text of a variable into TOML
record Rule<T>(
        String words,
        String example,
        Function<Object, Reading<T>> typed,
        Function<String, Reading<T>> written,
        Function<String, String> literal) {

    Reading<T> read(Found found) {
        return switch (found) {
            case Found.Typed source -> typed.apply(source.value());
            case Found.Written source -> written.apply(source.text());
        };
    }

    /// The default of a setting, which has to obey the rule as any other value.
    T standard(String text) {
        return switch (written.apply(text)) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T> _ -> throw new IllegalArgumentException("A default must be " + words);
        };
    }
}
