// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with accounts.
public enum AccountError implements ErrorCode {
    INVALID_USERNAME(400, "A username has 2 to 32 of these characters: A-Z, a-z, 0-9, underscore, dot and hyphen."),
    PASSWORD_TOO_SHORT(400, "A password has at least 8 characters."),
    PASSWORD_TOO_LONG(400, "A password has at most 128 characters."),
    WRONG_PASSWORD(400, "This is not your present password."),
    INVALID_CREDENTIALS(401, "This username and password do not match an account here."),
    REGISTRATION_CLOSED(403, "New accounts cannot be made here at the moment. Ask the host of this server."),
    INVITE_REQUIRED(403, "New accounts need an invite here. Open the invite link that you were sent."),
    INVALID_SETUP_SECRET(403, "This setup link is not valid. Use the newest link that the server printed."),
    SESSION_NOT_FOUND(404, "You have no such session. It may have ended already."),
    /// Unknown, used up and expired invites are told apart by nobody.
    INVITE_NOT_FOUND(404, "This invite does not work any more. Ask whoever sent it for a new one."),
    USERNAME_TAKEN(409, "This username is taken. Choose another one."),
    ALREADY_SET_UP(409, "This server is set up already. Sign in instead."),
    SIGN_IN_BUSY(503, "Too many people are signing in at this moment. Try again in a few seconds.");

    private final int status;
    private final String text;

    AccountError(int status, String text) {
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
