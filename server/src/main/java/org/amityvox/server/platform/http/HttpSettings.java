// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.amityvox.server.platform.config.AddressRange;

/// Where the server listens, whom it believes, and what it keeps for a socket that reads slowly.
///
/// @param port 0 for any free one
/// @param publicUrl the origin at which browsers reach the server; empty when it is not known
/// @param trustedProxies whose forwarding headers count
/// @param allowedOrigins beside the server's own, as browsers write them
/// @param webDirectory the built web client; it may be missing
/// @param connectionsPerAddress how many connections one address may hold; 0 for any number
public record HttpSettings(
        String address,
        int port,
        String publicUrl,
        List<AddressRange> trustedProxies,
        List<String> allowedOrigins,
        Path webDirectory,
        SocketLimits sockets,
        int connectionsPerAddress) {

    /// How much may wait for one socket, and how much it may send at once.
    ///
    /// @param queuedFrames at most; the next is refused
    /// @param queuedBytes at most, unless nothing else waits
    /// @param inboundBytes of one message
    public record SocketLimits(int queuedFrames, int queuedBytes, int inboundBytes) {
        public static final SocketLimits DEFAULT = new SocketLimits(1024, 1 << 20, 16 << 10);
    }

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    boolean trusts(InetAddress peer) {
        return trustedProxies.stream().anyMatch(range -> range.contains(peer));
    }
}
