// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;

/// Lines for people: `12:03:04.123 INFO  Guild deleted  guild=01J… (request=01J…)`. Only the stack of an error takes
/// more lines, each indented.
final class TextEncoder extends LineEncoder {
    private static final String OURS = "org.amityvox.";

    private final DateTimeFormatter time;
    private final boolean colored;

    TextEncoder(ZoneId zone, boolean colored) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        this.colored = colored;
    }

    @Override
    String line(ILoggingEvent event) {
        var line = new StringBuilder()
                .append(dim(time.format(event.getInstant())))
                .append(' ')
                .append(level(event.getLevel()))
                .append(' ')
                .append(LogText.printable(message(event)));
        var separator = "  ";
        for (var pair : pairs(event).entrySet()) {
            line.append(separator)
                    .append(dim(LogText.value(pair.getKey()) + "="))
                    .append(LogText.value(String.valueOf(pair.getValue())));
            separator = " ";
        }
        appendOrigin(line, event);
        appendStack(line, event);
        return line.append('\n').toString();
    }

    /// Request and actor; of a library also which one it was, since its sentences do not say.
    private void appendOrigin(StringBuilder line, ILoggingEvent event) {
        var origin = new StringJoiner(" ", " (", ")").setEmptyValue("");
        if (!event.getLoggerName().startsWith(OURS)) {
            origin.add("logger=" + LogText.value(event.getLoggerName()));
        }
        var context = context();
        if (context != null) {
            origin.add("request=" + LogText.value(context.requestId()));
            if (context.actorId() != null) {
                origin.add("actor=" + LogText.value(context.actorId()));
            }
        }
        if (origin.length() > 0) {
            line.append(dim(origin.toString()));
        }
    }

    private static void appendStack(StringBuilder line, ILoggingEvent event) {
        var stack = stack(event);
        if (stack != null) {
            stack.lines().forEach(one -> line.append("\n    ").append(LogText.printable(one.replace("\t", "  "))));
        }
    }

    private String level(Level level) {
        var text = (level + " ").substring(0, 5);
        return switch (level.toInt()) {
            case Level.ERROR_INT -> paint(text, "1;31");
            case Level.WARN_INT -> paint(text, "33");
            case Level.INFO_INT -> paint(text, "32");
            default -> dim(text);
        };
    }

    private String dim(String text) {
        return paint(text, "2");
    }

    private String paint(String text, String code) {
        return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
