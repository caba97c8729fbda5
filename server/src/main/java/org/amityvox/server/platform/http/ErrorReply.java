// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A failed request's answer, and the one place that decides it.
///
/// @param retryAfter seconds until trying again makes sense; 0 for no advice
record ErrorReply(ErrorCode code, Map<String, Object> details, int retryAfter) {
    private static final Logger log = LoggerFactory.getLogger(ErrorReply.class);

    /// The answer to whatever a route threw. Faults of the server are logged, here and once.
    static ErrorReply of(Throwable thrown) {
        return switch (thrown) {
            case ApiException refusal -> new ErrorReply(refusal.code(), refusal.details(), refusal.retryAfterSeconds());
            case JsonFault fault -> invalid(fault.field(), fault.rule(), fault.explanation());
            case DatabaseException database -> of(database);
            default -> {
                log.atError().setCause(thrown).log("A request failed");
                yield of(CommonError.INTERNAL_ERROR);
            }
        };
    }

    static ErrorReply of(ErrorCode code) {
        return new ErrorReply(code, Map.of(), 0);
    }

    static ErrorReply unavailable(int retryAfter) {
        return new ErrorReply(CommonError.UNAVAILABLE, Map.of(), retryAfter);
    }

    /// A request that is wrong in one place.
    static ErrorReply invalid(String field, String rule, String explanation) {
        return new ErrorReply(
                CommonError.INVALID_REQUEST, Map.of("fields", List.of(new Checks.Fault(field, rule, explanation))), 0);
    }

    private static ErrorReply of(DatabaseException failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE -> {
                log.atWarn().addKeyValue("cause", failure.getMessage()).log("The database is not available");
                yield unavailable(2);
            }
            case STORAGE_FULL -> {
                log.atError().log("The disk of the database is full");
                yield of(CommonError.STORAGE_FULL);
            }
            case CONFLICT -> unavailable(1);
            case CONSTRAINT, FAULT -> {
                log.atError().setCause(failure).log("A request failed");
                yield of(CommonError.INTERNAL_ERROR);
            }
        };
    }

    byte[] body(Json json, String requestId) {
        var error = Json.object("code", code.code(), "message", code.text());
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        error.put("request_id", requestId);
        return json.write(Map.of("error", error));
    }
}
