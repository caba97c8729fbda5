// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with roles.
public enum RoleError implements ErrorCode {
    CANNOT_DELETE_EVERYONE(403, "@everyone is the role of all members and cannot be deleted."),
    ROLE_LIMIT_REACHED(409, "This guild has as many roles as it can have. Delete one first.");

    private final int status;
    private final String text;

    RoleError(int status, String text) {
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
