// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

/// Operation numbers of frames.
final class Op {
    static final int DISPATCH = 0;
    static final int HEARTBEAT = 1;
    static final int IDENTIFY = 2;
    static final int UPDATE_PRESENCE = 3;
    static final int RESUME = 6;
    static final int RECONNECT = 7;
    static final int REQUEST_MEMBERS = 8;
    static final int INVALID_SESSION = 9;
    static final int HELLO = 10;
    static final int HEARTBEAT_ACK = 11;

    private Op() {}
}
