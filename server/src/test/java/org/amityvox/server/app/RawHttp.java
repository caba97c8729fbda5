// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Requests that no client library would write.
public final class RawHttp {
    private static final int TIMEOUT_MILLIS = 10_000;

    private RawHttp() {}

    public static Reply send(int port, String request) throws IOException {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1), request);
    }

    /// Sends bytes as they are and reads what comes back until the server closes.
    static Reply send(int port, byte[] bytes, String name) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return reply(name.lines().findFirst().orElse(""), answer);
        }
    }

    private static Reply reply(String name, String answer) {
        var end = answer.indexOf("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 ") || end < 0) {
            throw new AssertionError("%s was answered '%s'".formatted(name, answer));
        }
        var lines = Arrays.asList(answer.substring(0, end).split("\r\n", -1));
        var headers = lines.stream()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.groupingBy(
                        pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toUnmodifiableList())));
        var status = Integer.parseInt(lines.getFirst().substring(9, 12));
        return new Reply(name, status, HttpHeaders.of(headers, (_, _) -> true), answer.substring(end + 4));
    }
}
