// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lines for programs: one JSON object each, with the pairs of the event among the fields. Written by hand, because log
/// lines are needed before, and when, the JSON mapper fails.
final class JsonEncoder extends LineEncoder {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> OWN =
            Set.of("time", "level", "logger", "message", "request_id", "actor_id", "error");

    @Override
    String line(ILoggingEvent event) {
        var line = new StringBuilder("{\"time\":\"")
                .append(TIME.format(event.getInstant()))
                .append('"');
        field(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        field(line, "logger", event.getLoggerName());
        field(line, "message", message(event));
        pairs(event).forEach((key, value) -> field(line, OWN.contains(key) ? key + "_" : key, value));
        var context = context();
        if (context != null) {
            field(line, "request_id", context.requestId());
            if (context.actorId() != null) {
                field(line, "actor_id", context.actorId());
            }
        }
        appendError(line, event);
        return line.append("}\n").toString();
    }

    private static void appendError(StringBuilder line, ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        if (thrown == null) {
            return;
        }
        line.append(",\"error\":{\"type\":").append(LogText.json(thrown.getClassName()));
        field(line, "message", thrown.getMessage());
        field(line, "stack", stack(event));
        line.append('}');
    }

    private static void field(StringBuilder line, String key, @Nullable Object value) {
        line.append(',').append(LogText.json(key)).append(':').append(json(value));
    }

    private static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean truth -> truth.toString();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Double number when Double.isFinite(number) -> number.toString();
            default -> LogText.json(value.toString());
        };
    }
}
