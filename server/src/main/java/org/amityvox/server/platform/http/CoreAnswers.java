// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.nio.ByteBuffer;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.json.Json;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers that are made outside of routes, in the format of all others. Jetty asks it for its own
/// errors too: requests that are no HTTP, addresses that could be read in two ways, headers that
/// are too long.
final class CoreAnswers extends ErrorHandler {
    static final String REQUEST_ID = "X-Request-Id";

    private final Ulids ulids;
    private final Json json;

    CoreAnswers(Ulids ulids, Json json) {
        this.ulids = ulids;
        this.json = json;
    }

    /// Gives the request its id unless it has one, and sets the headers of every answer.
    ///
    /// @return the id
    String mark(Request request, Response response) {
        var id = request.getAttribute(REQUEST_ID) instanceof String known ? known : ulids.next();
        request.setAttribute(REQUEST_ID, id);
        response.getHeaders().put(REQUEST_ID, id);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        return id;
    }

    void write(Request request, Response response, Callback callback, ErrorReply error) {
        write(request, response, callback, error, error.code().status());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var cause = request.getAttribute(ERROR_EXCEPTION) instanceof Throwable thrown ? thrown : null;
        var status = response.getStatus();
        switch (status) {
            case 404 -> write(request, response, callback, ErrorReply.of(CommonError.NOT_FOUND));
            case 405 -> write(request, response, callback, ErrorReply.of(CommonError.METHOD_NOT_ALLOWED));
            case 413 -> write(request, response, callback, ErrorReply.of(CommonError.PAYLOAD_TOO_LARGE));
            case 503 -> write(request, response, callback, ErrorReply.unavailable(2));
            default -> {
                if (status >= 500 && cause != null && !(cause instanceof HttpException)) {
                    write(request, response, callback, ErrorReply.of(cause));
                } else {
                    // HTTP that Jetty does not do (5xx) is a client's mistake too.
                    write(request, response, callback, notHttp(cause), status >= 400 && status < 500 ? status : 400);
                }
            }
        }
        return true;
    }

    private static ErrorReply notHttp(@Nullable Throwable cause) {
        var reason = cause instanceof HttpException http && http.getReason() != null ? http.getReason() : "malformed";
        return ErrorReply.invalid("", "http", "The request is not acceptable HTTP: " + reason + ".");
    }

    private void write(Request request, Response response, Callback callback, ErrorReply error, int status) {
        var id = mark(request, response);
        var body = error.body(json, id);
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (error.retryAfter() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, Integer.toString(error.retryAfter()));
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
