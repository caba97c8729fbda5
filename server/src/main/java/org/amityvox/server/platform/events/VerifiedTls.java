// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS that also compares the name in the certificate with the host, which the NATS library leaves out: without that
/// everybody who has any valid certificate could pass for our server.
final class VerifiedTls {
    private VerifiedTls() {}

    /// As `trusting`, for a connection to `host` alone, whatever address the library has found for it.
    static SSLContext context(SSLContext trusting, String host) {
        return new SSLContext(new Verifying(trusting, host), trusting.getProvider(), trusting.getProtocol()) {};
    }

    private static final class Verifying extends SSLContextSpi {
        private final SSLContext trusting;
        private final String host;

        private Verifying(SSLContext trusting, String host) {
            this.trusting = trusting;
            this.host = host;
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new VerifyingSockets(trusting.getSocketFactory(), host);
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
            throw new IllegalStateException("It is initialised already");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return trusting.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return trusting.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return trusting.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return trusting.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return trusting.getClientSessionContext();
        }
    }

    /// For connections that are there already, which is all that the library asks for.
    private static final class VerifyingSockets extends SSLSocketFactory {
        private final SSLSocketFactory sockets;
        private final String wanted;

        private VerifyingSockets(SSLSocketFactory sockets, String wanted) {
            this.sockets = sockets;
            this.wanted = wanted;
        }

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
            var socket = (SSLSocket) sockets.createSocket(connected, wanted, port, autoClose);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
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

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }
    }
}
