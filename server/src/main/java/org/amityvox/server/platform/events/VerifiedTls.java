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

    /// As `trusting`, with names compared.
    static SSLContext context(SSLContext trusting) {
        return new SSLContext(new Verifying(trusting), trusting.getProvider(), trusting.getProtocol()) {};
    }

    private static final class Verifying extends SSLContextSpi {
        private final SSLContext trusting;

        private Verifying(SSLContext trusting) {
            this.trusting = trusting;
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new VerifyingSockets(trusting.getSocketFactory());
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

    private static final class VerifyingSockets extends SSLSocketFactory {
        private final SSLSocketFactory sockets;

        private VerifyingSockets(SSLSocketFactory sockets) {
            this.sockets = sockets;
        }

        private static Socket verifying(Socket socket) {
            if (socket instanceof SSLSocket tls) {
                var parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
            }
            return socket;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return verifying(sockets.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket() throws IOException {
            return verifying(sockets.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return verifying(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return verifying(sockets.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return verifying(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return verifying(sockets.createSocket(host, port, local, localPort));
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
