// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import org.jspecify.annotations.Nullable;

/// The cache server did not do what it was asked to, or was not asked, because it does not answer. Whoever gets this
/// goes on without it. It is thrown often while the server is gone, so it has no stack.
public final class CacheUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CacheUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
