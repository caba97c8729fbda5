// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.util.Map;

/// A request that ends with an error answer. It carries no stack: it is an outcome, not a fault of the server.
public final class ApiException extends RuntimeException {
    /// The detail that says in how many seconds trying again makes sense; the answer says it in its head too.
    public static final String RETRY_AFTER = "retry_after_seconds";

    private static final long serialVersionUID = 1;

    private final transient ErrorCode code;
    private final transient Map<String, Object> details;

    ApiException(ErrorCode code, Map<String, Object> details) {
        super(code.text(), null, false, false);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public ErrorCode code() {
        return code;
    }

    /// For programs; may be empty.
    public Map<String, Object> details() {
        return details;
    }

    /// Seconds until trying again makes sense; 0 for no advice.
    public int retryAfterSeconds() {
        return details.get(RETRY_AFTER) instanceof Number seconds ? seconds.intValue() : 0;
    }
}
