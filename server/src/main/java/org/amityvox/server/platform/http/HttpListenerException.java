// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.net.BindException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The server cannot listen where it was told to: the port is taken or not permitted, or the
/// address is not this machine's.
public final class HttpListenerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String address;
    private final int port;

    HttpListenerException(String address, int port, Throwable cause) {
        super("The server cannot listen at " + address + " port " + port + ": " + explain(cause), cause);
        this.address = address;
        this.port = port;
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    private static String explain(Throwable cause) {
        var reason = reason(cause).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return "another program uses that port. Stop it, or set http.port to a free one.";
        }
        if (reason.contains("permission")) {
            return "the system does not permit it; ports below 1024 are for privileged programs. Set http.port to "
                    + "another one, for example 8080.";
        }
        return "the address is not one of this machine's. Set http.address to 0.0.0.0 for every network or to 127.0.0.1 "
                + "for this machine only.";
    }

    private static String reason(@Nullable Throwable cause) {
        for (var t = cause; t != null; t = t.getCause()) {
            if (t instanceof BindException && t.getMessage() != null) {
                return t.getMessage();
            }
        }
        return "";
    }
}
