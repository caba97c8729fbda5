// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.amityvox.server.kernel.Id;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// A program that calls the API. Each `{}` of a path is filled with the next argument: an id, a person, a text.
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Json JSON = new Json();

    private final HttpClient client;
    private final IntSupplier port;
    private final @Nullable String token;
    private final @Nullable String body;
    private final Map<String, @Nullable Object> fields;

    public Api(HttpClient client, IntSupplier port) {
        this(client, port, null, null, Map.of());
    }

    private Api(
            HttpClient client,
            IntSupplier port,
            @Nullable String token,
            @Nullable String body,
            Map<String, @Nullable Object> fields) {
        this.client = client;
        this.port = port;
        this.token = token;
        this.body = body;
        this.fields = fields;
    }

    public Api as(Person person) {
        return withToken(person.token());
    }

    public Api withToken(String other) {
        return new Api(client, port, other, body, fields);
    }

    /// One more field of the body.
    public Api with(String field, @Nullable Object value) {
        if (body != null && !body.equals("{}")) {
            throw new IllegalStateException("The body is given whole");
        }
        var more = new LinkedHashMap<String, @Nullable Object>(fields);
        more.put(field, value);
        return new Api(client, port, token, null, more);
    }

    /// This body, whatever it is.
    public Api withBody(String other) {
        return new Api(client, port, token, other, Map.of());
    }

    public Reply get(String path, Object... arguments) {
        return send("GET", path, arguments);
    }

    public Reply post(String path, Object... arguments) {
        return send("POST", path, arguments);
    }

    public Reply put(String path, Object... arguments) {
        return send("PUT", path, arguments);
    }

    public Reply patch(String path, Object... arguments) {
        return send("PATCH", path, arguments);
    }

    public Reply delete(String path, Object... arguments) {
        return send("DELETE", path, arguments);
    }

    public Reply send(String method, String path, Object... arguments) {
        var filled = filled(path, arguments);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + filled))
                .timeout(TIMEOUT)
                .method(method, publisher());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(method + " " + filled, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + filled, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private BodyPublisher publisher() {
        if (body != null) {
            return BodyPublishers.ofString(body);
        }
        return fields.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.write(fields));
    }

    private static String filled(String path, Object... arguments) {
        var filled = path;
        for (var argument : arguments) {
            filled = filled.replaceFirst("\\{}", text(argument));
        }
        return filled;
    }

    private static String text(Object argument) {
        return switch (argument) {
            case Id id -> id.value();
            case Person person -> person.id().value();
            default -> argument.toString();
        };
    }
}
