// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/// Lets one address hold so many connections and no more: an open connection costs memory before it has said
/// anything. Trusted proxies are many people and are not counted.
final class ConnectionLimit implements Connection.Listener {
    private final HttpSettings settings;
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    /// A connection that is closed does not know its address any more.
    private final ConcurrentHashMap<Connection, String> counted = new ConcurrentHashMap<>();

    ConnectionLimit(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public void onOpened(Connection connection) {
        key(connection).ifPresent(key -> {
            counted.put(connection, key);
            if (open.merge(key, 1, Integer::sum) > settings.connectionsPerAddress()) {
                connection.getEndPoint().close();
            }
        });
    }

    /// An upgrade to a WebSocket closes one connection and opens another on the same socket, so the sum holds.
    @Override
    public void onClosed(Connection connection) {
        var key = counted.remove(connection);
        if (key != null) {
            open.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    private Optional<String> key(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                        && !settings.trusts(remote.getAddress())
                ? Optional.of(Addresses.network(remote.getAddress()))
                : Optional.empty();
    }
}
