// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import java.util.Locale;

/// Escapes text for a log line. Values come from anywhere; none may end the line, forge another, or move the cursor of
/// a terminal.
final class LogText {
    private LogText() {}

    /// With whatever is not printable as `\\u…`; everything else is untouched.
    static String printable(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isPrintable(point)) {
                out.appendCodePoint(point);
            } else {
                appendEscaped(out, point);
            }
        });
        return out.toString();
    }

    /// In quotes when it could be taken for more than one value.
    static String value(String text) {
        var plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=' || c == '(' || c == ')' || c == '\\');
        return plain ? printable(text) : json(text);
    }

    /// A JSON string (RFC 8259 §7) with its quotes.
    static String json(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (isPrintable(point)) {
                out.appendCodePoint(point);
            } else {
                appendEscaped(out, point);
            }
        });
        return out.append('"').toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void appendEscaped(StringBuilder out, int point) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (var unit : Character.toChars(point)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        }
    }
}
