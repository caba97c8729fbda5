// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.RouteSpec.Caller;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonSchema;
import org.jspecify.annotations.Nullable;

/// Describes the API as an OpenAPI 3.1 document, made from the routes' own promises and the events'
/// own records.
public final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String ERROR = "Error";

    private final JsonSchema schemas = new JsonSchema(OpenApi::demandedFields);

    private OpenApi() {}

    /// @param version of the server
    /// @param frames records beside the events that the gateway sends and takes, such as `d` of
    ///     Hello
    public static Map<String, Object> document(
            String version, List<Routes> routes, List<WireType<?>> events, List<Class<?>> frames) {
        return new OpenApi().build(version, routes, events, frames);
    }

    private Map<String, Object> build(
            String version, List<Routes> routes, List<WireType<?>> events, List<Class<?>> frames) {
        addError();
        var paths =
                paths(routes.stream().flatMap(each -> each.endpoints().stream()).toList());
        events.forEach(this::addEvent);
        if (!events.isEmpty()) {
            addUnion(events);
        }
        frames.forEach(schemas::of);
        return Json.object(
                "openapi",
                "3.1.0",
                "info",
                Json.object(
                        "title",
                        "AmityVox",
                        "version",
                        version,
                        "description",
                        "Success is `{\"data\": …}`, or 204 without a body. Failure is `{\"error\": …}`; programs act on "
                                + "its `code` and `details`, people read its `message`. Any route may also answer "
                                + commonCodes() + ".",
                        "license",
                        Json.object("name", "AGPL-3.0-only", "identifier", "AGPL-3.0-only")),
                "paths",
                paths,
                "components",
                Json.object(
                        "securitySchemes",
                        Json.object("session", Json.object("type", "http", "scheme", "bearer")),
                        "schemas",
                        schemas.components()));
    }

    private static String commonCodes() {
        return Arrays.stream(CommonError.values())
                .filter(code -> code.status() == 404 || code.status() == 429 || code.status() >= 500)
                .map(code -> code.status() + " `" + code.code() + "`")
                .collect(Collectors.joining(", "));
    }

    private void addError() {
        var body = Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "code",
                        Json.object("type", "string", "description", "What happened, for programs."),
                        "message",
                        Json.object("type", "string", "description", "What happened and what to do, for people."),
                        "details",
                        Json.object(
                                "type",
                                "object",
                                "additionalProperties",
                                Json.object(),
                                "description",
                                "More for programs. With `invalid_request`, `fields` is a list of "
                                        + "`{field, rule, message}` with every fault."),
                        "request_id",
                        Json.object("type", "string", "description", "Finds the request in the server's log.")),
                "required",
                List.of("code", "message", "request_id"));
        schemas.add(
                ERROR,
                Json.object("type", "object", "properties", Json.object("error", body), "required", List.of("error")));
    }

    private Map<String, Object> paths(List<Endpoint> endpoints) {
        var paths = new TreeMap<String, Map<String, Object>>();
        for (var endpoint : endpoints) {
            paths.computeIfAbsent(ApiServlet.PREFIX + endpoint.path(), _ -> new LinkedHashMap<>())
                    .put(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint));
        }
        return new LinkedHashMap<>(paths);
    }

    private Map<String, Object> operation(Endpoint endpoint) {
        var spec = endpoint.spec();
        var operation = Json.object("summary", spec.summary());
        if (!spec.needs().isEmpty()) {
            operation.put("description", needs(spec));
        }
        operation.put("operationId", operationId(endpoint));
        operation.put("tags", List.of(endpoint.path().split("/", -1)[1]));
        var parameters = parameters(endpoint);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        var body = spec.body();
        if (body != null) {
            operation.put("requestBody", Json.object("required", true, "content", content(bodySchema(spec, body))));
        }
        operation.put("responses", responses(spec));
        if (spec.caller() == Caller.USER) {
            operation.put("security", List.of(Json.object("session", List.of())));
        }
        return operation;
    }

    private static String needs(RouteSpec spec) {
        return spec.needs().stream()
                .map(need -> "`%s` %s"
                        .formatted(need.requirement().wireName(), need.when())
                        .strip())
                .collect(Collectors.joining(", ", "Needs ", "."));
    }

    private Map<String, Object> bodySchema(RouteSpec spec, Class<?> body) {
        if (!spec.bodyIsList()) {
            return schemas.of(body);
        }
        var array = schemas.listOf(body);
        array.put("minItems", 1);
        array.put("maxItems", Call.MAX_ELEMENTS);
        return array;
    }

    /// `get_channels_channel_messages` for `GET /channels/{channel}/messages`.
    private static String operationId(Endpoint endpoint) {
        var path = endpoint.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
        return endpoint.method().name().toLowerCase(Locale.ROOT) + path;
    }

    private static List<Object> parameters(Endpoint endpoint) {
        var parameters = new ArrayList<Object>();
        PARAMETER.matcher(endpoint.path()).results().map(OpenApi::pathParameter).forEach(parameters::add);
        for (var query : endpoint.spec().query()) {
            parameters.add(Json.object(
                    "name",
                    query.name(),
                    "in",
                    "query",
                    "description",
                    query.meaning(),
                    "schema",
                    Json.object("type", query.name().equals("limit") ? "integer" : "string")));
        }
        return parameters;
    }

    private static Object pathParameter(MatchResult match) {
        return Json.object(
                "name", match.group(1), "in", "path", "required", true, "schema", Json.object("type", "string"));
    }

    private Map<String, Object> responses(RouteSpec spec) {
        var responses = new LinkedHashMap<String, Object>();
        var reply = spec.reply();
        var success = Json.object("description", "Success");
        if (reply != null) {
            var data = spec.replyIsList() ? schemas.listOf(reply) : schemas.of(reply);
            success.put(
                    "content",
                    content(Json.object(
                            "type", "object", "properties", Json.object("data", data), "required", List.of("data"))));
        }
        responses.put(Integer.toString(spec.status()), success);
        if (spec.status() == 201 && spec.errors().contains(CommonError.NONCE_REUSED)) {
            var repeated = new LinkedHashMap<>(success);
            repeated.put("description", "A repeat under the same nonce: the first result");
            responses.put("200", repeated);
        }
        var codes = new TreeMap<Integer, Set<String>>();
        for (var code : codes(spec)) {
            codes.computeIfAbsent(code.status(), _ -> new TreeSet<>()).add("`" + code.code() + "`");
        }
        codes.forEach((status, names) -> responses.put(
                Integer.toString(status),
                Json.object("description", String.join(", ", names), "content", content(error()))));
        return responses;
    }

    private static List<ErrorCode> codes(RouteSpec spec) {
        var codes = new ArrayList<>(spec.errors());
        codes.addAll(List.of(
                CommonError.INVALID_REQUEST,
                CommonError.RATE_LIMITED,
                CommonError.INTERNAL_ERROR,
                CommonError.UNAVAILABLE,
                CommonError.STORAGE_FULL));
        if (spec.body() != null) {
            codes.add(CommonError.PAYLOAD_TOO_LARGE);
        }
        if (spec.caller() == Caller.USER) {
            codes.add(CommonError.MISSING_TOKEN);
            codes.add(CommonError.INVALID_SESSION);
        }
        return codes;
    }

    private static Map<String, Object> error() {
        return Json.object("$ref", "#/components/schemas/" + ERROR);
    }

    private static Map<String, Object> content(Map<String, Object> schema) {
        return Json.object("application/json", Json.object("schema", schema));
    }

    private void addEvent(WireType<?> event) {
        schemas.add(
                eventName(event),
                Json.object(
                        "type",
                        "object",
                        "description",
                        "To: " + event.audience() + "." + (event.ephemeral() ? " Ephemeral: now or never." : ""),
                        "properties",
                        Json.object(
                                "op",
                                Json.object("type", "integer", "const", 0),
                                "t",
                                Json.object("type", "string", "const", event.name()),
                                "s",
                                Json.object(
                                        "type",
                                        "string",
                                        "description",
                                        "Where the event stands in the log; absent when it is in none."),
                                "d",
                                schemas.of(event.payload())),
                        "required",
                        List.of("op", "t", "d")));
    }

    private void addUnion(List<WireType<?>> events) {
        var mapping = new TreeMap<String, Object>();
        events.forEach(event -> mapping.put(event.name(), "#/components/schemas/" + eventName(event)));
        schemas.add(
                "GatewayEvent",
                Json.object(
                        "oneOf",
                        mapping.values().stream()
                                .map(reference -> Json.object("$ref", reference))
                                .toList(),
                        "discriminator",
                        Json.object("propertyName", "t", "mapping", mapping)));
    }

    /// `MessageCreateEvent` for `MESSAGE_CREATE`.
    private static String eventName(WireType<?> event) {
        return Arrays.stream(event.name().split("_", -1))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining())
                + "Event";
    }

    /// The fields that a body's own check misses when nothing is sent: it knows, and so cannot
    /// disagree with this.
    private static Set<String> demandedFields(Class<?> type) {
        if (!Body.class.isAssignableFrom(type)) {
            return Set.of();
        }
        var checks = new Checks();
        ((Body) empty(type)).check(checks);
        var fields = new HashSet<String>();
        try {
            checks.done();
        } catch (ApiException e) {
            if (e.details().get("fields") instanceof List<?> faults) {
                faults.stream()
                        .map(Checks.Fault.class::cast)
                        .filter(fault -> fault.rule().equals("required"))
                        .forEach(fault -> fields.add(fault.field()));
            }
        }
        return fields;
    }

    private static Object empty(Class<?> type) {
        var components = type.getRecordComponents();
        var types =
                Arrays.stream(components).map(component -> component.getType()).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    Arrays.stream(types).map(OpenApi::nothing).toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be empty, but a client may send that", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is no record with an ordinary constructor", e);
        }
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == Patch.class) {
            return Patch.absent();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }
}
