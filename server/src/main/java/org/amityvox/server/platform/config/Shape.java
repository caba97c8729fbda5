// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The TOML type of a value, and how the same value is written in an environment variable.
///
/// @param typed reads what the TOML library gives
/// @param written reads the text of a variable
/// @param literal turns the text of a variable into TOML
record Shape<S>(
        Function<Object, Reading<S>> typed, Function<String, Reading<S>> written, Function<String, String> literal) {
    private static final Pattern COMMA = Pattern.compile(",");

    static final Shape<String> TEXT = new Shape<>(
            value -> value instanceof String text ? Reading.of(text) : Reading.refused(),
            Reading::of,
            written -> "\"" + written + "\"");

    static final Shape<Long> WHOLE_NUMBER = new Shape<>(
            value -> value instanceof Long number ? Reading.of(number) : Reading.refused(),
            written -> number(written, Long::valueOf),
            Function.identity());

    static final Shape<Double> NUMBER = new Shape<>(
            value -> value instanceof Double || value instanceof Long
                    ? Reading.of(((Number) value).doubleValue())
                    : Reading.refused(),
            written -> number(written, Double::valueOf),
            Function.identity());

    static final Shape<List<String>> TEXTS = new Shape<>(
            Shape::texts,
            written -> Reading.of(split(written).toList()),
            written -> split(written).map(TEXT.literal()).collect(Collectors.joining(", ", "[", "]")));

    /// A rule for values of this shape.
    ///
    /// @param words what a value must be, without "must be"
    /// @param example a good value, as a variable would hold it
    <T> Rule<T> rule(String words, String example, Function<S, Reading<T>> meaning) {
        return new Rule<>(
                words,
                example,
                value -> then(typed.apply(value), meaning),
                text -> then(written.apply(text), meaning),
                literal);
    }

    private static <S, T> Reading<T> then(Reading<S> reading, Function<S, Reading<T>> next) {
        return switch (reading) {
            case Reading.Accepted<S>(var value) -> next.apply(value);
            case Reading.Refused<S>(var fix) -> Reading.refused(fix);
        };
    }

    private static <S> Reading<S> number(String written, Function<String, S> parser) {
        try {
            return Reading.of(parser.apply(written.strip()));
        } catch (NumberFormatException e) {
            return Reading.refused();
        }
    }

    private static Reading<List<String>> texts(Object value) {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            return Reading.refused();
        }
        return Reading.of(list.stream().map(String.class::cast).toList());
    }

    private static Stream<String> split(String written) {
        return COMMA.splitAsStream(written).map(String::strip).filter(part -> !part.isEmpty());
    }
}
