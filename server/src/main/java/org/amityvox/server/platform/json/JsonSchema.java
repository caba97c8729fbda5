// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amityvox.server.kernel.Id;
import org.amityvox.server.kernel.Patch;
import org.jspecify.annotations.Nullable;

/// Describes records as [Json] reads and writes them (JSON Schema 2020-12, the dialect of OpenAPI
/// 3.1). Records and sealed interfaces become components that others refer to; everything else is
/// described in place.
///
/// A component is named like its class. Two rules keep nested classes readable and unique:
/// `MessageApi.View` is called `Message`, and a request that does not say what it is about gets
/// that in front: `AccountApi.LoginRequest` is `AccountLoginRequest`. Two classes with one name are
/// an error; rename one.
public final class JsonSchema {
    private static final String ULID = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";
    private static final String OUTER_SUFFIX = "Api";
    private static final String REF = "#/components/schemas/";

    private final Map<String, Class<?>> names = new HashMap<>();
    private final Map<String, Map<String, Object>> components = new TreeMap<>();
    private final Function<Class<?>, Set<String>> demanded;

    public JsonSchema() {
        this(_ -> Set.of());
    }

    /// @param demanded fields of a record that must be there although they may be null in Java
    public JsonSchema(Function<Class<?>, Set<String>> demanded) {
        this.demanded = demanded;
    }

    /// What is written for `type`: a reference for a record, else the schema itself.
    public Map<String, Object> of(Class<?> type) {
        return schema(type, type.getName());
    }

    public Map<String, Object> listOf(Class<?> type) {
        return Json.object("type", "array", "items", of(type));
    }

    /// Adds a component that is not made from a class.
    ///
    /// @return a reference to it
    public Map<String, Object> add(String name, Map<String, Object> schema) {
        if (components.putIfAbsent(name, schema) != null) {
            throw new IllegalArgumentException("Two schemas are called " + name);
        }
        return reference(name);
    }

    /// Everything that was referred to so far, by name.
    public Map<String, Map<String, Object>> components() {
        return new TreeMap<>(components);
    }

    /// How the field of a record is called in JSON.
    public static String fieldName(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /// How the component for a class is called.
    public static String name(Class<?> type) {
        var own = type.getSimpleName();
        var outer = type.getEnclosingClass();
        if (outer == null || !outer.getSimpleName().endsWith(OUTER_SUFFIX)) {
            return own;
        }
        var noun = outer.getSimpleName().substring(0, outer.getSimpleName().length() - OUTER_SUFFIX.length());
        if (own.equals("View")) {
            return noun;
        }
        return own.endsWith("Request") && !own.contains(noun) ? noun + own : own;
    }

    private static Map<String, Object> reference(String name) {
        return Json.object("$ref", REF + name);
    }

    private Map<String, Object> schema(AnnotatedType type, String place) {
        if (type instanceof AnnotatedParameterizedType parameterized
                && type.getType() instanceof ParameterizedType raw) {
            return parameterized((Class<?>) raw.getRawType(), parameterized.getAnnotatedActualTypeArguments(), place);
        }
        return schema(type.getType(), place);
    }

    private Map<String, Object> parameterized(Class<?> raw, AnnotatedType[] arguments, String place) {
        if (raw == Patch.class) {
            return orNull(schema(arguments[0], place));
        }
        if (raw == Optional.class) {
            return schema(arguments[0], place);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            var array = Json.object("type", "array", "items", schema(arguments[0], place));
            if (Set.class.isAssignableFrom(raw)) {
                array.put("uniqueItems", true);
            }
            return array;
        }
        if (Map.class.isAssignableFrom(raw) && arguments[0].getType() == String.class) {
            return Json.object("type", "object", "additionalProperties", schema(arguments[1], place));
        }
        throw new IllegalArgumentException(place + ": there is no schema for " + raw.getName());
    }

    private Map<String, Object> schema(Type type, String place) {
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException(place + ": there is no schema for " + type.getTypeName());
        }
        if (Id.class.isAssignableFrom(plain)) {
            return Json.object("type", "string", "pattern", ULID);
        }
        if (plain.isEnum()) {
            return Json.object("type", "string", "enum", constants(plain));
        }
        if (plain.isRecord()) {
            return component(plain, () -> record(plain));
        }
        if (plain.isSealed()) {
            return component(plain, () -> union(plain));
        }
        return switch (plain.getName()) {
            case "java.lang.String" -> Json.object("type", "string");
            case "boolean", "java.lang.Boolean" -> Json.object("type", "boolean");
            case "int", "java.lang.Integer" -> Json.object("type", "integer", "format", "int32");
            case "long", "java.lang.Long" -> Json.object("type", "integer", "format", "int64");
            case "double", "java.lang.Double" -> Json.object("type", "number", "format", "double");
            case "java.lang.Object" -> Json.object();
            default -> {
                if (plain == Instant.class) {
                    yield Json.object("type", "string", "format", "date-time");
                }
                throw new IllegalArgumentException(place + ": there is no schema for " + plain.getName());
            }
        };
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private Map<String, Object> component(Class<?> type, Supplier<Map<String, Object>> make) {
        var name = name(type);
        var other = names.putIfAbsent(name, type);
        if (other == null) {
            // Present before its parts are looked at, so that a record may contain itself.
            components.put(name, Map.of());
            components.put(name, make.get());
        } else if (other != type) {
            throw new IllegalArgumentException(
                    "Two classes would be called " + name + ": " + other.getName() + " and " + type.getName());
        }
        return reference(name);
    }

    private Map<String, Object> union(Class<?> type) {
        return Json.object(
                "oneOf",
                Arrays.stream(type.getPermittedSubclasses())
                        .map(each -> schema(each, type.getName()))
                        .toList());
    }

    private Map<String, Object> record(Class<?> type) {
        var properties = Json.object();
        var required = new ArrayList<String>();
        var demandedFields = demanded.apply(type);
        for (var component : type.getRecordComponents()) {
            var field = fieldName(component.getName());
            properties.put(field, schema(component.getAnnotatedType(), type.getName() + "." + component.getName()));
            if (!isOptional(component) || demandedFields.contains(field)) {
                required.add(field);
            }
        }
        var schema = Json.object("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || component.getType() == Patch.class
                || component.getType() == Optional.class;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
            var nullable = Json.object();
            nullable.putAll(schema);
            nullable.put("type", List.of(type, "null"));
            return nullable;
        }
        return Json.object("oneOf", List.of(schema, Json.object("type", "null")));
    }
}
