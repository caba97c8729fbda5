// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// Failures that every route can have.
public enum CommonError implements ErrorCode {
    INVALID_REQUEST(400, "Something in this request is not valid; details.fields says what."),
    MISSING_TOKEN(401, "Sign in first: send the session token as 'Authorization: Bearer …'."),
    INVALID_SESSION(401, "This session has ended. Sign in again."),
    MISSING_PERMISSION(403, "You are not allowed to do this here."),
    NOT_FOUND(404, "There is nothing at this address."),
    METHOD_NOT_ALLOWED(405, "This address does not answer to this method; the Allow header names those it does."),
    NONCE_REUSED(409, "This nonce was used before for something else. Take a new one."),
    PAYLOAD_TOO_LARGE(413, "The body is larger than this server accepts."),
    RATE_LIMITED(429, "Too many requests. Wait as long as the Retry-After header says."),
    INTERNAL_ERROR(500, "Something went wrong on the server. The request id helps its host to find it."),
    UNAVAILABLE(503, "The server cannot reach its database at the moment. Nothing was lost; try again shortly."),
    STORAGE_FULL(503, "The server's disk is full, so nothing new can be saved. Reading still works.");

    private final int status;
    private final String text;

    CommonError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String text() {
        return text;
    }
}
