// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// Reads and writes JSON: snake_case names, ids as strings, enum constants in lower snake case, RFC 3339 times in UTC
/// with milliseconds, absent instead of null. Unknown fields are ignored; a number is not taken for a text or a text
/// for a number.
public final class Json {
    /// Deeper input than this is refused.
    public static final int MAX_DEPTH = 32;

    /// Longer numbers than this are refused.
    public static final int MAX_NUMBER_DIGITS = 30;

    private final JsonMapper mapper;

    public Json() {
        var limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_DIGITS)
                .build();
        var factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        mapper = JsonMapper.builder(factory)
                .addModule(new WireTypes())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enumNamingStrategy((_, _, constant) -> constant.toLowerCase(Locale.ROOT))
                .changeDefaultPropertyInclusion(
                        _ -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /// @throws JsonFault if `bytes` are not UTF-8, not JSON, or not of the shape of `type`
    public <T> T read(byte[] bytes, Class<T> type) {
        try {
            return require(mapper.readValue(utf8(bytes), type));
        } catch (JacksonException e) {
            throw fault(e);
        }
    }

    /// An array of records; none of them is `null`.
    ///
    /// @throws JsonFault if `bytes` are not UTF-8, not JSON, or no array of things of the shape of `type`
    public <T> List<T> readList(byte[] bytes, Class<T> type) {
        try {
            List<@Nullable T> list = mapper.readerForListOf(type).readValue(utf8(bytes));
            if (list == null) {
                throw notAnArray();
            }
            for (var i = 0; i < list.size(); i++) {
                if (list.get(i) == null) {
                    throw new JsonFault("[" + i + "]", "object", "Must be a JSON object.");
                }
            }
            return List.copyOf(list);
        } catch (JacksonException e) {
            throw e instanceof DatabindException databind && databind.getPath().isEmpty() ? notAnArray() : fault(e);
        }
    }

    private static JsonFault notAnArray() {
        return new JsonFault("", "array", "Must be a JSON array.");
    }

    /// Decoded here, because the parser's own decoder takes sequences that are no UTF-8 (RFC 3629 §3), such as `C0 AF`
    /// for a slash.
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new JsonFault("", "utf8", "Is not UTF-8.");
        }
    }

    /// The value as a tree of maps, lists and scalars; `null` for JSON's null.
    ///
    /// @throws JsonFault if `text` is not JSON
    public @Nullable Object readTree(String text) {
        try {
            return mapper.treeToValue(mapper.readTree(text), Object.class);
        } catch (JacksonException e) {
            throw fault(e);
        }
    }

    /// Turns a tree, as [#readTree] gives it, into a record.
    ///
    /// @throws JsonFault if the tree does not have the shape of `type`
    public <T> T convert(@Nullable Object tree, Class<T> type) {
        try {
            JsonNode node = mapper.valueToTree(tree);
            return require(mapper.treeToValue(node, type));
        } catch (JacksonException e) {
            throw fault(e);
        }
    }

    public byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    public String writeText(Object value) {
        return mapper.writeValueAsString(value);
    }

    /// Indented, for files that people read and compare.
    public String writePretty(Object value) {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    /// The text of a time on the wire.
    public static String time(Instant instant) {
        return WireTypes.TIME.format(instant);
    }

    private static <T> T require(@Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(() -> new JsonFault("", "object", "Must be a JSON object."));
    }

    private static JsonFault fault(JacksonException e) {
        if (e instanceof DatabindException databind && !databind.getPath().isEmpty()) {
            return new JsonFault(FieldPath.of(databind), "type", "Has the wrong type.");
        }
        if (e instanceof DatabindException) {
            return new JsonFault("", "object", "Must be a JSON object.");
        }
        return new JsonFault("", "json", "Is not valid JSON, or is nested too deeply.");
    }

    /// A map that keeps its order, for hand-made JSON.
    public static Map<String, Object> object(Object... keysAndValues) {
        var object = new java.util.LinkedHashMap<String, Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
