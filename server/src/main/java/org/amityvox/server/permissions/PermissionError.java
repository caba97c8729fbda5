// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.ErrorCode;

/// What may not be seen does not exist for the one who asks.
public enum PermissionError implements ErrorCode {
    GUILD_NOT_FOUND(404, "There is no such guild, or you are not a member of it."),
    CHANNEL_NOT_FOUND(404, "There is no such channel, or you may not see it.");

    private final int status;
    private final String text;

    PermissionError(int status, String text) {
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
