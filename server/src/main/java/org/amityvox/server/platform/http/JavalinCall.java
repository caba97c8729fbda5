// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// A call on Javalin. It keeps the answer until the route has returned, and holds the route to its
/// spec.
final class JavalinCall implements Call {
    private static final byte[] NOTHING = new byte[0];

    private final Context context;
    private final RouteSpec spec;
    private final Json json;
    private final RequestBodies bodies;
    private final Limits limits;
    private final String clientAddress;
    private final Optional<Actor> actor;
    private @Nullable QueryString query;
    private int status;
    private byte[] answer = NOTHING;

    JavalinCall(
            Context context,
            RouteSpec spec,
            Json json,
            RequestBodies bodies,
            Limits limits,
            String clientAddress,
            Optional<Actor> actor) {
        this.context = context;
        this.spec = spec;
        this.json = json;
        this.bodies = bodies;
        this.limits = limits;
        this.clientAddress = clientAddress;
        this.actor = actor;
    }

    @Override
    public Actor actor() {
        return actor.orElseThrow(() -> new IllegalStateException("A public route has no actor"));
    }

    @Override
    public String path(String name) {
        return context.pathParam(name);
    }

    @Override
    public <T> T pathId(String name, Function<String, T> make, ErrorCode missing) {
        var text = path(name);
        if (!Ulids.isUlid(text)) {
            throw missing.exception();
        }
        return make.apply(text);
    }

    @Override
    public Optional<String> query(String name) {
        if (spec.query().stream().noneMatch(parameter -> parameter.name().equals(name))) {
            throw new IllegalStateException("The route does not promise the parameter " + name);
        }
        if (query == null) {
            query = QueryString.parse(context.req().getQueryString());
        }
        return query.get(name);
    }

    @Override
    public <T> Optional<T> queryId(String name, Function<String, T> make, Checks checks) {
        var text = query(name);
        if (text.isPresent() && !Ulids.isUlid(text.get())) {
            checks.fault(name, "id", "Is not an id: 26 characters, upper case.");
            return Optional.empty();
        }
        return text.map(make);
    }

    @Override
    public int queryNumber(String name, int least, int most, int fallback, Checks checks) {
        var text = query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            var number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // the same fault as a number out of range
        }
        checks.fault(name, "range", "Must be a whole number between %s and %s.".formatted(least, most));
        return fallback;
    }

    @Override
    public <T extends Body> T body(Class<T> type) {
        var body = json.read(bytes(type, false), type);
        var checks = new Checks();
        body.check(checks);
        checks.done();
        return body;
    }

    @Override
    public <T extends Body> List<T> bodyList(Class<T> type) {
        var list = json.readList(bytes(type, true), type);
        var checks = new Checks();
        if (list.isEmpty() || list.size() > MAX_ELEMENTS) {
            checks.fault("", "items", "Must have between 1 and %s elements.".formatted(MAX_ELEMENTS))
                    .done();
        }
        for (var i = 0; i < list.size(); i++) {
            list.get(i).check(checks.within("[" + i + "]"));
        }
        checks.done();
        return list;
    }

    private byte[] bytes(Class<?> type, boolean list) {
        if (!type.equals(spec.body()) || spec.bodyIsList() != list) {
            throw new IllegalStateException("The route does not promise the body " + type.getName());
        }
        var bytes = bodies.read(context.req());
        if (bytes.length == 0) {
            throw CommonError.INVALID_REQUEST.exception(
                    "fields", List.of(new Checks.Fault("", "required", "The body is missing.")));
        }
        return bytes;
    }

    @Override
    public String clientAddress() {
        return clientAddress;
    }

    @Override
    public String userAgent() {
        return Optional.ofNullable(context.header("User-Agent")).orElse("");
    }

    @Override
    public void limit(Bucket bucket, String key) {
        limits.take(bucket, key, context.res());
    }

    @Override
    public void reply(Object data) {
        reply(spec.status(), data);
    }

    @Override
    public void reply(int newStatus, Object data) {
        requirePromised(data);
        status = newStatus;
        answer = json.write(new Envelope(data));
    }

    @Override
    public void replyNothing() {
        status = 204;
        answer = NOTHING;
    }

    int status() {
        if (status == 0) {
            throw new IllegalStateException("The route did not answer");
        }
        return status;
    }

    byte[] answer() {
        return answer;
    }

    private void requirePromised(Object data) {
        var type = spec.reply();
        var kept = type != null
                && (spec.replyIsList()
                        ? data instanceof List<?> list && list.stream().allMatch(type::isInstance)
                        : type.isInstance(data));
        if (!kept) {
            throw new IllegalStateException(
                    "The route does not promise the reply " + data.getClass().getName());
        }
    }

    /// What every success is wrapped in.
    record Envelope(Object data) {}
}
