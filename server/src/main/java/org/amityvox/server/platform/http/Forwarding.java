// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Finds out where a request really came from. A forwarding header counts only when a trusted proxy
/// sent it, and then only as far back as proxies are trusted.
final class Forwarding {
    private static final String ATTRIBUTE = Forwarding.class.getName();

    private final HttpSettings settings;

    Forwarding(HttpSettings settings) {
        this.settings = settings;
    }

    /// @param address of the client
    /// @param authority host and port as the client wrote them; empty if it sent none
    record Client(InetAddress address, String authority) {
        /// How an address is written for people.
        String text() {
            return Addresses.text(address);
        }

        /// What limits count by: a household has one IPv4 address, but a whole /64 of IPv6.
        String limitKey() {
            return Addresses.network(address);
        }
    }

    /// The client of `request`; worked out once.
    Client client(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Client known) {
            return known;
        }
        var client = find(request);
        request.setAttribute(ATTRIBUTE, client);
        return client;
    }

    private Client find(Request request) {
        var headers = request.getHeaders();
        var peer = peer(request);
        var authority = Optional.ofNullable(headers.get(HttpHeader.HOST)).orElse("");
        if (!settings.trusts(peer)) {
            return new Client(peer, authority);
        }
        var forwarded = last(headers, HttpHeader.X_FORWARDED_HOST).orElse(authority);
        return new Client(rightmostUntrusted(peer, headers), forwarded);
    }

    private InetAddress rightmostUntrusted(InetAddress peer, HttpFields headers) {
        var client = peer;
        for (var hop : values(headers, HttpHeader.X_FORWARDED_FOR).reversed()) {
            var address = Addresses.ofHop(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!settings.trusts(client)) {
                return client;
            }
        }
        return client;
    }

    private static InetAddress peer(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                        && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private static Optional<String> last(HttpFields headers, HttpHeader name) {
        var values = values(headers, name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static List<String> values(HttpFields headers, HttpHeader name) {
        var values = new ArrayList<String>();
        for (var line : headers.getValuesList(name)) {
            for (var value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }
}
