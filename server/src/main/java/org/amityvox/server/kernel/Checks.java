// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects every fault in the shape of a request, so that one answer names them all.
public final class Checks {
    private final String place;
    private final List<Fault> faults;

    public Checks() {
        this("", new ArrayList<>());
    }

    private Checks(String place, List<Fault> faults) {
        this.place = place;
        this.faults = faults;
    }

    /// Checks of a part of the request, which report here: `name` within `[3]` is the field `[3].name`.
    public Checks within(String part) {
        return new Checks(qualified(part), faults);
    }

    /// One fault: the field as it stands in the request, the broken rule for programs, a sentence for people.
    public record Fault(String field, String rule, String message) {}

    /// A text that must be there.
    public TextCheck text(String field, @Nullable String value) {
        if (value == null) {
            fault(field, "required", "This field is missing.");
        }
        return new TextCheck(field, value);
    }

    /// A text that may be absent.
    public TextCheck optionalText(String field, @Nullable String value) {
        return new TextCheck(field, value);
    }

    /// A number that may be absent and otherwise lies in `least..most`.
    public Checks range(String field, @Nullable Long value, long least, long most) {
        if (value != null && (value < least || value > most)) {
            fault(field, "range", "Must be between %s and %s.".formatted(least, most));
        }
        return this;
    }

    public Checks fault(String field, String rule, String message) {
        faults.add(new Fault(qualified(field), rule, message));
        return this;
    }

    private String qualified(String field) {
        return place.isEmpty() || field.isEmpty() ? place + field : place + "." + field;
    }

    /// @throws ApiException `invalid_request` (400) with every fault in `details.fields`, if there is any
    public void done() {
        if (!faults.isEmpty()) {
            throw CommonError.INVALID_REQUEST.exception("fields", List.copyOf(faults));
        }
    }

    /// The number of characters as people count them: a surrogate pair is one.
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// Rules for one text. Lengths are counted in code points after surrounding white space is gone.
    public final class TextCheck {
        private final String field;
        private final @Nullable String value;

        private TextCheck(String field, @Nullable String value) {
            this.field = field;
            this.value = value;
            if (value != null && !isStorable(value)) {
                fault(field, "characters", "Contains NUL or half of a surrogate pair.");
            }
        }

        public TextCheck min(int least) {
            if (value != null && length(value.strip()) < least) {
                fault(field, "min_length", "Must have at least %s characters.".formatted(least));
            }
            return this;
        }

        public TextCheck max(int most) {
            if (value != null && length(value.strip()) > most) {
                fault(field, "max_length", "Must have at most %s characters.".formatted(most));
            }
            return this;
        }

        /// No control characters: names are one line.
        public TextCheck singleLine() {
            if (value != null && value.strip().chars().anyMatch(Character::isISOControl)) {
                fault(field, "single_line", "Must not contain line breaks or control characters.");
            }
            return this;
        }

        public TextCheck matches(Pattern pattern, String rule, String message) {
            if (value != null && !pattern.matcher(value).matches()) {
                fault(field, rule, message);
            }
            return this;
        }

        public TextCheck oneOf(List<String> allowed) {
            if (value != null && !allowed.contains(value)) {
                fault(field, "one_of", "Must be one of: " + String.join(", ", allowed) + ".");
            }
            return this;
        }
    }

    /// PostgreSQL stores no NUL, and half of a surrogate pair is no character in UTF-8.
    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
