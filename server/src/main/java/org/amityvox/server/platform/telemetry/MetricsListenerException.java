// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

/// Metrics cannot be served at their address: the port is taken or not permitted, or the address is not this machine's.
public final class MetricsListenerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String address;
    private final int port;

    MetricsListenerException(String address, int port, Throwable cause) {
        super(
                "Metrics cannot be served at " + address + " port " + port + ": " + cause.getMessage()
                        + ". Set metrics.port to a free port, or to 0 for no metrics.",
                cause);
        this.address = address;
        this.port = port;
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }
}
