// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket client that does what it is told, also what a good client would not do.
public final class RawWebSocket implements AutoCloseable {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    /// One frame as it came.
    public record Received(int opcode, String payload) {
        public int closeCode() {
            return payload.isEmpty() ? 1005 : (payload.charAt(0) << 8) | payload.charAt(1);
        }

        public String closeReason() {
            return payload.length() < 2 ? "" : payload.substring(2);
        }
    }

    /// @param headers more lines of the request, each with its line end
    public RawWebSocket(int port, String path, String headers) {
        this(port, path, headers, 0);
    }

    public RawWebSocket(int port, String path, String headers, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(10_000);
            in = new DataInputStream(socket.getInputStream());
            var request = "GET " + path + " HTTP/1.1\r\nHost: chat.local:8080\r\nConnection: keep-alive, Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n" + headers
                    + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            head = readHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readHead() throws IOException {
        var bytes = new StringBuilder();
        while (!bytes.toString().endsWith("\r\n\r\n")) {
            bytes.append((char) in.readByte());
        }
        return bytes.toString();
    }

    /// Status line and headers of the answer.
    public String head() {
        return head;
    }

    /// @param first byte of the frame: FIN and opcode
    public void send(int first, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (var shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        var mask = new byte[] {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (var i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        write(frame.toByteArray());
    }

    public void text(String text) {
        send(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next frame; fragments as they come.
    public Received receive() {
        try {
            var first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            var payload = in.readNBytes(Math.toIntExact(length));
            return new Received(
                    first & 0x0F,
                    new String(payload, (first & 0x0F) == 1 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads until the server ends the connection.
    ///
    /// @return how many bytes came
    public long drain() {
        try {
            return in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException _) {
            return -1;
        }
    }

    /// Cuts the connection.
    void hangUp() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
