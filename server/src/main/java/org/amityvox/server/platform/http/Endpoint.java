// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

/// A route: method, path below `/api/v1`, promise and code.
///
/// @param path with parameters in braces: `/channels/{channel}/messages`
public record Endpoint(Method method, String path, RouteSpec spec, Handler handler) {
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /// Answers one call.
    @FunctionalInterface
    public interface Handler {
        void handle(Call call);
    }

    public static Endpoint get(String path, RouteSpec spec, Handler handler) {
        return new Endpoint(Method.GET, path, spec, handler);
    }

    public static Endpoint post(String path, RouteSpec spec, Handler handler) {
        return new Endpoint(Method.POST, path, spec, handler);
    }

    public static Endpoint put(String path, RouteSpec spec, Handler handler) {
        return new Endpoint(Method.PUT, path, spec, handler);
    }

    public static Endpoint patch(String path, RouteSpec spec, Handler handler) {
        return new Endpoint(Method.PATCH, path, spec, handler);
    }

    public static Endpoint delete(String path, RouteSpec spec, Handler handler) {
        return new Endpoint(Method.DELETE, path, spec, handler);
    }
}
