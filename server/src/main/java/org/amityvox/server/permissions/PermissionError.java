// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.ErrorCode;

/// What may not be seen does not exist for the one who asks; what may be seen but not be done says why.
public enum PermissionError implements ErrorCode {
    GUILD_NOT_FOUND(404, "There is no such guild, or you are not a member of it."),
    CHANNEL_NOT_FOUND(404, "There is no such channel, or you may not see it."),
    NOT_OWNER(403, "Only the owner of the guild may do this."),
    ROLE_HIERARCHY(403, "This is at or above your own highest role."),
    CANNOT_ESCALATE(403, "You cannot give what you do not have; details.permissions names it."),
    TIMED_OUT(403, "You are timed out and cannot do this until details.timeout_until.");

    private final int status;
    private final String text;

    PermissionError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /// Why an actor who lacks `needed` may not do something.
    static ApiException refusal(GuildAccess guild, Permission needed) {
        return guild.rights()
                .timeoutUntil(guild.actor().userId())
                .filter(_ -> guild.member().isTimedOut() && PermissionSet.LOST_IN_TIMEOUT.has(needed))
                .map(until -> TIMED_OUT.exception("timeout_until", until))
                .orElseGet(() -> CommonError.MISSING_PERMISSION.exception("permission", needed));
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
