// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

/// A command that cannot go on, with a sentence that says what to do.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    Failure(ExitCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
