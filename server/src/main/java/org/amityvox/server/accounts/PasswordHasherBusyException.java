// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

/// Too many passwords wait to be checked. To the client it is a 503: try again in a moment.
public final class PasswordHasherBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PasswordHasherBusyException() {
        super("Too many passwords wait to be checked", null, false, false);
    }
}
