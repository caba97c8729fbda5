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
/// @param bodyIsList whether the body is an array of `body`
/// @param query the parameters after `?`
/// @param status of success
/// @param reply the record in `data`, if any
/// @param replyIsList whether `data` is an array of `reply`
/// @param needs what the caller must be allowed
/// @param errors that are the route's own
public record RouteSpec(
        String summary,
        Caller caller,
        @Nullable Bucket bucket,
        @Nullable Class<? extends Body> body,
        boolean bodyIsList,
        List<Query> query,
        int status,
        @Nullable Class<?> reply,
        boolean replyIsList,
        List<Need> needs,
        List<ErrorCode> errors) {

    /// Who may call a route.
    public enum Caller {
        /// Anybody, with or without a session.
        PUBLIC,
        /// Somebody who is signed in.
        USER
    }

    /// Something that a caller must be allowed; the slice that decides on it says what there is.
    public interface Requirement {
        /// The name on the wire.
        String wireName();
    }

    /// Something that a caller must be allowed.
    ///
    /// @param when in which cases; empty => always
    public record Need(Requirement requirement, String when) {}

    /// A parameter after `?`, with its meaning.
    public record Query(String name, String meaning) {}

    public RouteSpec {
        query = List.copyOf(query);
        needs = List.copyOf(needs);
        errors = List.copyOf(errors);
    }

    public static RouteSpec anyone(String summary) {
        return new RouteSpec(
                summary, Caller.PUBLIC, null, null, false, List.of(), 204, null, false, List.of(), List.of());
    }

    public static RouteSpec user(String summary) {
        return new RouteSpec(
                summary, Caller.USER, null, null, false, List.of(), 204, null, false, List.of(), List.of());
    }

    public RouteSpec limit(Bucket limit) {
        return new RouteSpec(
                summary, caller, limit, body, bodyIsList, query, status, reply, replyIsList, needs, errors);
    }

    public RouteSpec body(Class<? extends Body> type) {
        return new RouteSpec(summary, caller, bucket, type, false, query, status, reply, replyIsList, needs, errors);
    }

    public RouteSpec bodyList(Class<? extends Body> type) {
        return new RouteSpec(summary, caller, bucket, type, true, query, status, reply, replyIsList, needs, errors);
    }

    public RouteSpec query(String name, String meaning) {
        var more = new ArrayList<>(query);
        more.add(new Query(name, meaning));
        return new RouteSpec(
                summary, caller, bucket, body, bodyIsList, more, status, reply, replyIsList, needs, errors);
    }

    public RouteSpec reply(int success, Class<?> type) {
        return new RouteSpec(summary, caller, bucket, body, bodyIsList, query, success, type, false, needs, errors);
    }

    public RouteSpec replyList(Class<?> type) {
        return new RouteSpec(summary, caller, bucket, body, bodyIsList, query, 200, type, true, needs, errors);
    }

    /// What every caller must be allowed.
    public RouteSpec needs(Requirement... requirements) {
        var route = this;
        for (var requirement : requirements) {
            route = route.needs(requirement, "");
        }
        return route;
    }

    /// What a caller must be allowed in some cases.
    ///
    /// @param when which cases: `for a message of somebody else`
    public RouteSpec needs(Requirement requirement, String when) {
        var more = new ArrayList<>(needs);
        more.add(new Need(requirement, when));
        return new RouteSpec(
                summary, caller, bucket, body, bodyIsList, query, status, reply, replyIsList, more, errors);
    }

    public RouteSpec errors(ErrorCode... codes) {
        return new RouteSpec(
                summary,
                caller,
                bucket,
                body,
                bodyIsList,
                query,
                status,
                reply,
                replyIsList,
                needs,
                Arrays.asList(codes));
    }
}
