// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/// Sockets for the JDBC driver that count round trips: how often somebody writes and then waits for an answer. Only the
/// threads of requests count; what the server does by itself beside them does not.
public final class CountingSockets extends SocketFactory {
    private static final AtomicInteger ROUND_TRIPS = new AtomicInteger();

    /// The parameter of a JDBC URL that makes the driver use these.
    static final String PARAMETER = "?socketFactory=" + CountingSockets.class.getName();

    static int roundTrips() {
        return ROUND_TRIPS.get();
    }

    @Override
    public Socket createSocket() {
        return new Counting();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class Counting extends Socket {
        private volatile boolean asked;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    asked = true;
                    out.write(bytes, from, length);
                }

                @Override
                public void write(int value) throws IOException {
                    asked = true;
                    out.write(value);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    count();
                    return in.read(bytes, from, length);
                }

                @Override
                public int read() throws IOException {
                    count();
                    return in.read();
                }
            };
        }

        private void count() {
            if (asked) {
                asked = false;
                if (Thread.currentThread().getName().startsWith("request-")) {
                    ROUND_TRIPS.incrementAndGet();
                }
            }
        }
    }
}
