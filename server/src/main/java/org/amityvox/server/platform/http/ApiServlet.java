// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.http.HealthCheck.State;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.telemetry.Histogram;
import org.amityvox.server.platform.telemetry.RequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API on Javalin: finds the route, lets in who may call it, counts limits, and answers in the
/// one format.
final class ApiServlet {
    private static final Logger log = LoggerFactory.getLogger(ApiServlet.class);

    static final String PREFIX = "/api/v1";

    private static final String BEARER = "bearer ";
    private static final int MAX_TOKEN_LENGTH = 512;

    private final Json json;
    private final RequestBodies bodies = new RequestBodies();
    private final Limits limits;
    private final Authenticator authenticator;
    private final Forwarding forwarding;
    private final Readiness readiness;
    private final Histogram times;

    ApiServlet(
            Json json,
            Limits limits,
            Authenticator authenticator,
            Forwarding forwarding,
            Readiness readiness,
            Histogram times) {
        this.json = json;
        this.limits = limits;
        this.authenticator = authenticator;
        this.forwarding = forwarding;
        this.readiness = readiness;
        this.times = times;
    }

    Servlet servlet(List<Endpoint> endpoints) {
        var javalin = Javalin.create(config -> configure(config, endpoints));
        // Javalin's own choice would be its servlet for WebSockets, which are not its business here.
        return new JavalinServlet(javalin.unsafe);
    }

    private void configure(JavalinConfig config, List<Endpoint> endpoints) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = ApiAnswer.JSON;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        endpoints.forEach(endpoint -> add(config.routes, endpoint));
        addBoth(config.routes, "/health", this::health);
        addBoth(config.routes, "/ready", this::ready);
        config.routes.exception(MethodNotAllowedResponse.class, this::methodNotAllowed);
        config.routes.exception(
                HttpResponseException.class, (_, context) -> answer(context, ErrorReply.of(CommonError.NOT_FOUND)));
        config.routes.exception(Exception.class, (e, context) -> answer(context, ErrorReply.of(e)));
        config.router.javaLangErrorHandler((response, error) -> answer(response, ErrorReply.of(error)));
    }

    private void add(RoutesConfig routes, Endpoint endpoint) {
        requireUsable(endpoint);
        var path = PREFIX + endpoint.path();
        Handler handler = context -> serve(context, endpoint, path);
        switch (endpoint.method()) {
            case GET -> addBoth(routes, path, handler);
            case POST -> routes.post(path, handler);
            case PUT -> routes.put(path, handler);
            case PATCH -> routes.patch(path, handler);
            case DELETE -> routes.delete(path, handler);
        }
    }

    private static void addBoth(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private static void requireUsable(Endpoint endpoint) {
        var bucket = endpoint.spec().bucket();
        if (bucket == null) {
            return;
        }
        if (bucket.key() == Bucket.Key.NAME) {
            throw new IllegalArgumentException(endpoint.path() + ": only the route's code knows the key of " + bucket);
        }
        if (bucket.key() == Bucket.Key.USER && endpoint.spec().caller() == RouteSpec.Caller.PUBLIC) {
            throw new IllegalArgumentException(endpoint.path() + ": " + bucket + " counts by user, and there is none");
        }
    }

    private void methodNotAllowed(MethodNotAllowedResponse refusal, Context context) {
        var methods = refusal.getDetails().getOrDefault("availableMethods", "");
        context.header("Allow", String.join(", ", new TreeSet<>(List.of(methods.split(", ")))));
        answer(context, ErrorReply.of(CommonError.METHOD_NOT_ALLOWED));
    }

    private void serve(Context context, Endpoint endpoint, String route) {
        var begin = System.nanoTime();
        var requestId = RequestGate.requestId(context.req());
        ScopedValue.where(RequestContext.CURRENT, new RequestContext(requestId, null))
                .run(() -> guard(context, endpoint));
        var took = Duration.ofNanos(System.nanoTime() - begin);
        var method = endpoint.method().name();
        times.record(took, method, route, Integer.toString(context.statusCode()));
        log.atDebug()
                .addKeyValue("request", requestId)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", context.statusCode())
                .addKeyValue("micros", took.toNanos() / 1000)
                .log("Answered a request");
    }

    private void guard(Context context, Endpoint endpoint) {
        try {
            var client = forwarding.client(RequestGate.request(context.req()));
            var actor = endpoint.spec().caller() == RouteSpec.Caller.USER
                    ? Optional.of(signedIn(context, client))
                    : Optional.<Actor>empty();
            if (actor.isEmpty()) {
                limits.take(Bucket.UNAUTHENTICATED, client.limitKey(), context.res());
            }
            var call = new JavalinCall(context, endpoint.spec(), json, bodies, limits, client.text(), actor);
            var requestContext = new RequestContext(
                    RequestGate.requestId(context.req()),
                    actor.map(a -> a.userId().value()).orElse(null));
            ScopedValue.where(RequestContext.CURRENT, requestContext).run(() -> run(context, endpoint, call, client));
        } catch (RuntimeException | Error e) {
            answer(context, ErrorReply.of(e));
        }
    }

    private void run(Context context, Endpoint endpoint, JavalinCall call, Forwarding.Client client) {
        try {
            var bucket = endpoint.spec().bucket();
            if (bucket != null) {
                var byUser = bucket.key() == Bucket.Key.USER;
                limits.take(bucket, byUser ? call.actor().userId().value() : client.limitKey(), context.res());
            }
            endpoint.handler().handle(call);
            ApiAnswer.write(context.res(), call.status(), call.answer());
        } catch (ApiException e) {
            if (!endpoint.spec().errors().contains(e.code()) && !(e.code() instanceof CommonError)) {
                log.atWarn()
                        .addKeyValue("route", endpoint.path())
                        .addKeyValue("code", e.code().code())
                        .log("A route answers with an error that it does not promise");
            }
            answer(context, ErrorReply.of(e));
        } catch (RuntimeException | Error e) {
            answer(context, ErrorReply.of(e));
        }
    }

    private Actor signedIn(Context context, Forwarding.Client client) {
        var addressKey = client.limitKey();
        var header = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            limits.take(Bucket.UNAUTHENTICATED, addressKey, context.res());
            throw CommonError.MISSING_TOKEN.exception();
        }
        var token = header.substring(BEARER.length()).strip();
        if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
            limits.take(Bucket.UNAUTHENTICATED, addressKey, context.res());
            throw CommonError.INVALID_SESSION.exception();
        }
        var actor = authenticator.remembered(Secret.of(token));
        if (actor.isEmpty()) {
            // Counted before the database is asked, which is what somebody who tries tokens would use up.
            limits.take(Bucket.UNAUTHENTICATED, addressKey, context.res());
            actor = authenticator.authenticate(Secret.of(token));
        }
        if (actor.isEmpty()) {
            throw CommonError.INVALID_SESSION.exception();
        }
        limits.take(Bucket.AUTHENTICATED, actor.get().userId().value(), context.res());
        authenticator.used(actor.get(), client.text());
        return actor.get();
    }

    private void health(Context context) {
        ApiAnswer.write(context.res(), 200, json.write(data(Map.of("status", "ok"))));
    }

    private void ready(Context context) {
        var report = readiness.report();
        var verbose =
                QueryString.parse(context.req().getQueryString()).get("verbose").isPresent();
        if (report.status() == State.DOWN) {
            Map<String, Object> details = verbose ? Map.of("parts", report.parts()) : Map.of();
            answer(context, new ErrorReply(CommonError.UNAVAILABLE, details, 2));
            return;
        }
        var status = Json.object("status", report.status());
        if (verbose) {
            status.put("parts", report.parts());
        }
        ApiAnswer.write(context.res(), 200, json.write(data(status)));
    }

    private static Map<String, Object> data(Object value) {
        return Map.of("data", value);
    }

    private void answer(Context context, ErrorReply error) {
        if (error.code().status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        answer(context.res(), RequestGate.requestId(context.req()), error);
    }

    private void answer(HttpServletResponse response, ErrorReply error) {
        answer(
                response,
                Optional.ofNullable(response.getHeader(CoreAnswers.REQUEST_ID)).orElse(""),
                error);
    }

    private void answer(HttpServletResponse response, String requestId, ErrorReply error) {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        if (error.retryAfter() > 0) {
            response.setHeader("Retry-After", Integer.toString(error.retryAfter()));
        }
        ApiAnswer.write(response, error.code().status(), error.body(json, requestId));
    }

    /// Writing an answer's head and body in one go.
    static final class ApiAnswer {
        static final String JSON = "application/json";

        private ApiAnswer() {}

        static void write(HttpServletResponse response, int status, byte[] body) {
            response.setStatus(status);
            response.setHeader("Cache-Control", "no-store");
            if (status == 204) {
                return;
            }
            response.setContentType(JSON);
            response.setContentLength(body.length);
            try {
                response.getOutputStream().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
