// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One address cannot take all connections, and gets its own back when it lets go.
class ConnectionLimitTest {
    private static final int TIMEOUT_MILLIS = 5000;

    @Test
    void anAddressHoldsSoManyConnectionsAndNoMore() throws IOException {
        try (var server = TestServer.Setup.of().limits(1).start()) {
            var held = new ArrayList<Socket>();
            try {
                for (var i = 0; i < TestServer.CONNECTIONS_PER_ADDRESS; i++) {
                    held.add(connect(server));
                    assertThat(answers(held.getLast())).as("connection %s", i).isTrue();
                }

                try (var oneTooMany = connect(server)) {
                    assertThat(answers(oneTooMany)).isFalse();
                }
            } finally {
                close(held);
            }
            awaitRoom(server);
        }
    }

    /// The server sees the end of the others a moment after they are closed.
    private static void awaitRoom(TestServer server) throws IOException {
        var until = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
        while (System.nanoTime() < until) {
            try (var again = connect(server)) {
                if (answers(again)) {
                    return;
                }
            }
        }
        throw new AssertionError("The address is still kept out");
    }

    private static Socket connect(TestServer server) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static boolean answers(Socket socket) {
        try {
            var request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
