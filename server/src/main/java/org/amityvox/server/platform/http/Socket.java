// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.Optional;

/// One open WebSocket, as the code that speaks over it sees it. Every method may be called from any
/// thread and returns at once.
public interface Socket {
    /// Queues a message; messages are sent in the order of these calls.
    ///
    /// @return false if too much waits already or the socket is closing; the message is dropped
    boolean offer(Frame frame);

    /// Drops what is queued and tells the other side why. Ends within two seconds, also when the
    /// other side does not read.
    ///
    /// @param code 1000, 1001 or 4000 to 4999
    /// @param reason short: at most 123 bytes are sent
    void close(int code, String reason);

    /// Sends what is queued, then closes as [#close] does; for a last word that should arrive.
    void finish(int code, String reason);

    /// Whether messages can still be sent; false once either side has begun to close.
    boolean isOpen();

    /// Cuts the connection.
    void abort();

    /// The address of the client, behind trusted proxies too.
    String clientAddress();

    /// What [#clientAddress] counts as for limits: an IPv4 address, or a /64 of IPv6.
    String limitKey();

    /// The parameter `name` after `?` of the request that opened the socket.
    Optional<String> query(String name);

    /// How many bytes wait to be sent.
    long queuedBytes();
}
