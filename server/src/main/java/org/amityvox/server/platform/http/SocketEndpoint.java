// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

/// An address that takes WebSockets.
public interface SocketEndpoint {
    /// Below `/api/v1`, without parameters: `/gateway`.
    String path();

    /// A client has connected. Called before anything is read.
    SocketListener open(Socket socket);
}
