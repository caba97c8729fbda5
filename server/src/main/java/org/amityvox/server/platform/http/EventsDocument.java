// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.json.JsonSchema;
import org.jspecify.annotations.Nullable;

/// Lists the gateway's events for people, made from the same records as the machine's description.
public final class EventsDocument {
    private final JsonSchema schemas = new JsonSchema();

    private EventsDocument() {}

    /// The text of docs/events.md.
    public static String markdown(List<WireType<?>> events) {
        return new EventsDocument().build(events);
    }

    private String build(List<WireType<?>> events) {
        var sorted =
                events.stream().sorted(Comparator.comparing(WireType::name)).toList();
        var text = new StringBuilder("""
                <!-- SPDX-License-Identifier: AGPL-3.0-only -->
                <!-- Generated from the server's event records; change those instead. -->
                # Events of the gateway

                Each arrives as `{"op": 0, "t": name, "s"?: cursor, "d": content}`. Content is whole objects and absolute
                values: applying an event twice changes nothing. `?` marks a field that may be absent. An *ephemeral* event is
                told now or never: it has no cursor, may be lost, and does not come again after a Resume.

                | event | to | `d` |
                | --- | --- | --- |
                """);
        for (var event : sorted) {
            schemas.of(event.payload());
            text.append("| `%s`%s | %s | %s |\n"
                    .formatted(
                            event.name(),
                            event.ephemeral() ? " *(ephemeral)*" : "",
                            event.audience(),
                            link(JsonSchema.name(event.payload()))));
        }
        text.append("\n## Objects\n");
        schemas.components().forEach((name, schema) -> append(text, name, schema));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Map<String, Object> schema) {
        text.append("\n### %s\n\n".formatted(name));
        if (schema.get("oneOf") instanceof List<?> choices) {
            text.append("One of: %s\n"
                    .formatted(choices.stream().map(EventsDocument::type).collect(Collectors.joining(", "))));
            return;
        }
        text.append("| field | type |\n| --- | --- |\n");
        var required = schema.get("required") instanceof List<?> list ? new LinkedHashSet<Object>(list) : Set.of();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((field, type) ->
                    text.append("| `%s`%s | %s |\n".formatted(field, required.contains(field) ? "" : "?", type(type))));
        }
    }

    private static String type(Object schema) {
        if (!(schema instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("Not a schema: " + schema);
        }
        if (map.get("$ref") instanceof String reference) {
            return link(reference.substring(reference.lastIndexOf('/') + 1));
        }
        if (map.get("items") instanceof Map<?, ?> items) {
            return "list of " + type(items);
        }
        if (map.get("additionalProperties") instanceof Map<?, ?> values) {
            return "text → " + type(values);
        }
        if (map.get("enum") instanceof List<?> values) {
            return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        }
        if (map.get("oneOf") instanceof List<?> choices) {
            return choices.stream().map(EventsDocument::type).collect(Collectors.joining(" or "));
        }
        if (map.containsKey("pattern")) {
            return "id";
        }
        if ("date-time".equals(map.get("format"))) {
            return "time";
        }
        return map.get("type") instanceof List<?> types
                ? types.stream().map(EventsDocument::word).collect(Collectors.joining(" or "))
                : word(map.get("type"));
    }

    private static String word(@Nullable Object type) {
        return switch (String.valueOf(type)) {
            case "string" -> "text";
            case "boolean" -> "true or false";
            case "integer" -> "whole number";
            case "number" -> "number";
            case "null" -> "nothing";
            case "object" -> "object";
            default -> "anything";
        };
    }

    private static String link(String name) {
        return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
    }
}
