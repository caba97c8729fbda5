// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.amityvox.server.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What a route promises. The OpenAPI document is made from this, and the server enforces what it
/// can of it.
///
/// @param summary one sentence: what the route does
/// @param caller who may call it
/// @param bucket the limit that counts beside the general ones, if any
/// @param body the record in the request body, if any
/// @param query the parameters after `?`
/// @param status of success
/// @param reply the record in `data`, if any
/// @param replyIsList whether `data` is an array of `reply`
/// @param errors that are the route's own
public record RouteSpec(
        String summary,
        Caller caller,
        @Nullable Bucket bucket,
        @Nullable Class<? extends Body> body,
        List<Query> query,
        int status,
        @Nullable Class<?> reply,
        boolean replyIsList,
        List<ErrorCode> errors) {

    /// Who may call a route.
    public enum Caller {
        /// Anybody, with or without a session.
        PUBLIC,
        /// Somebody who is signed in.
        USER
    }

    /// A parameter after `?`, with its meaning.
    public record Query(String name, String meaning) {}

    public RouteSpec {
        query = List.copyOf(query);
        errors = List.copyOf(errors);
    }

    public static RouteSpec anyone(String summary) {
        return new RouteSpec(summary, Caller.PUBLIC, null, null, List.of(), 204, null, false, List.of());
    }

    public static RouteSpec user(String summary) {
        return new RouteSpec(summary, Caller.USER, null, null, List.of(), 204, null, false, List.of());
    }

    public RouteSpec limit(Bucket limit) {
        return new RouteSpec(summary, caller, limit, body, query, status, reply, replyIsList, errors);
    }

    public RouteSpec body(Class<? extends Body> type) {
        return new RouteSpec(summary, caller, bucket, type, query, status, reply, replyIsList, errors);
    }

    public RouteSpec query(String name, String meaning) {
        var more = new ArrayList<>(query);
        more.add(new Query(name, meaning));
        return new RouteSpec(summary, caller, bucket, body, more, status, reply, replyIsList, errors);
    }

    public RouteSpec reply(int success, Class<?> type) {
        return new RouteSpec(summary, caller, bucket, body, query, success, type, false, errors);
    }

    public RouteSpec replyList(Class<?> type) {
        return new RouteSpec(summary, caller, bucket, body, query, 200, type, true, errors);
    }

    public RouteSpec errors(ErrorCode... codes) {
        return new RouteSpec(summary, caller, bucket, body, query, status, reply, replyIsList, Arrays.asList(codes));
    }
}
