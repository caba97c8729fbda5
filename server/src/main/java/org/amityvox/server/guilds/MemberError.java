// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with bans and time-outs.
public enum MemberError implements ErrorCode {
    BANNED(403, "You are banned from this guild."),
    CANNOT_TIME_OUT_ADMINISTRATOR(403, "A time-out has no effect on administrators. Take the role first."),
    USER_NOT_FOUND(404, "There is no such account."),
    BAN_NOT_FOUND(404, "This account is not banned here.");

    private final int status;
    private final String text;

    MemberError(int status, String text) {
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
