// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with messages.
public enum MessageError implements ErrorCode {
    EMPTY_CONTENT(400, "A message needs some text."),
    CONTENT_TOO_LONG(400, "A message has at most 4000 characters."),
    NOT_A_TEXT_CHANNEL(400, "This is a category. Messages belong into one of its channels."),
    NOT_AUTHOR(403, "Only its author can change a message."),
    MESSAGE_NOT_FOUND(404, "There is no such message here."),
    SLOWMODE(429, "This channel is in slow mode. Wait as long as details.retry_after_seconds says.");

    private final int status;
    private final String text;

    MessageError(int status, String text) {
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
