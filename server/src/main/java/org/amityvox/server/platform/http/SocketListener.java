// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

/// What happens on one socket. Calls come one after the other, each on a virtual thread; the next
/// message is read when a call returns.
public interface SocketListener {
    /// A text message came.
    void text(String message);

    /// Something else came: a binary message, one that is too large, text that is not UTF-8.
    /// Nothing more is read after this; the listener should close the socket.
    ///
    /// @param reason what was wrong, for people
    void malformed(String reason);

    /// The socket is gone, for whatever reason; the last call.
    ///
    /// @param code 1006 if the connection broke without a word
    void closed(int code, String reason);
}
