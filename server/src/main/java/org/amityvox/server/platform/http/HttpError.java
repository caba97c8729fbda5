// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import org.amityvox.server.kernel.ErrorCode;

/// Failures of the transport itself.
public enum HttpError implements ErrorCode {
    UPGRADE_REQUIRED(400, "This address is for WebSockets; connect with one."),
    ORIGIN_NOT_ALLOWED(
            403,
            "This page comes from another origin than this server. Its host can allow it in http.allowed_origins."),
    TOO_MANY_LARGE_BODIES(503, "Too many large bodies are being read at this moment. Try again shortly.");

    private final int status;
    private final String text;

    HttpError(int status, String text) {
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
