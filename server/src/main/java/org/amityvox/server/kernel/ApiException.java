// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.util.Map;

/// A request that ends with an error answer. It carries no stack: it is an outcome, not a fault of the server.
public final class ApiException extends RuntimeException {
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
}
