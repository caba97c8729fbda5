// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.Secret;

/// The kinds of value that settings have.
final class Rules {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd])");

    private Rules() {}

    static Rule<String> text() {
        return Shape.TEXT.rule(
                "a text that is not empty", "amityvox", text -> text.isBlank() ? Reading.refused() : Reading.of(text));
    }

    static Rule<String> optionalText() {
        return Shape.TEXT.rule("a text, or empty", "amityvox", Reading::of);
    }

    static Rule<Secret> secret() {
        return Shape.TEXT.rule("a text", "…", text -> Reading.of(Secret.of(text)));
    }

    static Rule<Integer> wholeNumber(int least, int most) {
        return Shape.WHOLE_NUMBER.rule(
                "a whole number from " + least + " to " + most,
                Integer.toString(least),
                number -> least <= number && number <= most ? Reading.of(number.intValue()) : Reading.refused());
    }

    static Rule<Double> number(int least, int most) {
        return Shape.NUMBER.rule(
                "a number from " + least + " to " + most,
                "1.0",
                number -> least <= number && number <= most ? Reading.of(number) : Reading.refused());
    }

    static <E extends Enum<E>> Rule<E> oneOf(Class<E> type) {
        var constants = type.getEnumConstants();
        var names = Arrays.stream(constants).map(Rules::word).collect(Collectors.joining(", "));
        return Shape.TEXT.rule(
                "one of " + names,
                word(constants[0]),
                text -> Arrays.stream(constants)
                        .filter(constant -> word(constant).equals(text.strip().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .map(Reading::of)
                        .orElseGet(Reading::refused));
    }

    static Rule<Duration> span(Duration least, Duration most) {
        return Shape.TEXT.rule(
                "a time such as 90s, 15m, 12h or 7d, from " + words(least) + " to " + words(most),
                words(least),
                text -> span(text.strip())
                        .filter(span -> span.compareTo(least) >= 0 && span.compareTo(most) <= 0)
                        .map(Reading::of)
                        .orElseGet(Reading::refused));
    }

    /// A folder, which need not exist; nothing when the text is empty.
    static Rule<Optional<Path>> folder() {
        return Shape.TEXT.rule("empty, or the path of a folder", "/var/lib/amityvox", text -> {
            if (text.isBlank()) {
                return Reading.of(Optional.empty());
            }
            if (text.startsWith("~")) {
                return Reading.refused("Write the path out: ~ is known to shells only.");
            }
            try {
                return Reading.of(Optional.of(Path.of(text)));
            } catch (InvalidPathException _) {
                return Reading.refused();
            }
        });
    }

    /// @param words what each of them must be, in the plural
    static <T> Rule<List<T>> listOf(String words, String example, Function<String, Reading<T>> element) {
        return Shape.TEXTS.rule("a list of " + words, example, texts -> {
            var values = new ArrayList<T>();
            for (var text : texts) {
                switch (element.apply(text.strip())) {
                    case Reading.Accepted<T>(var value) -> values.add(value);
                    case Reading.Refused<T>(var fix) -> {
                        return Reading.refused(("Look at entry " + (values.size() + 1) + ". " + fix).strip());
                    }
                }
            }
            return Reading.of(List.copyOf(values));
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> span(String text) {
        var match = SPAN.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var count = Long.parseLong(match.group(1));
        return Optional.of(
                switch (match.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private static String words(Duration span) {
        return span.toDaysPart() > 0 ? span.toDays() + "d" : span.toHours() + "h";
    }
}
