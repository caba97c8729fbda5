// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

/// Why a socket is closed; docs/gateway.md says what a client then does.
enum CloseCode {
    GOING_AWAY(1001),
    UNKNOWN_ERROR(4000),
    MALFORMED(4002),
    NOT_AUTHENTICATED(4003),
    INVALID_TOKEN(4004),
    TOO_MANY_FRAMES(4008),
    HEARTBEAT_MISSED(4009),
    TOO_SLOW(4010),
    UNSUPPORTED_VERSION(4012);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
