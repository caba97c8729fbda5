// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with channels.
public enum ChannelError implements ErrorCode {
    OVERRIDE_NOT_FOUND(404, "This channel has no override for that role or member."),
    OVERRIDE_LIMIT_REACHED(409, "This channel has as many overrides as it can have. Remove one first."),
    CHANNEL_LIMIT_REACHED(409, "This guild has as many channels as it can have. Delete one first.");

    private final int status;
    private final String text;

    ChannelError(int status, String text) {
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
