// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.platform.http.Frame;
import org.amityvox.server.platform.http.Socket;

/// A socket without a network: takes so many frames, then refuses, as a client that does not read makes it do.
final class FakeSocket implements Socket {
    private final List<Integer> closes = new ArrayList<>();
    private int room;

    FakeSocket(int room) {
        this.room = room;
    }

    /// The codes that it was closed with.
    List<Integer> closes() {
        return closes;
    }

    @Override
    public boolean offer(Frame frame) {
        return closes.isEmpty() && room-- > 0;
    }

    @Override
    public void close(int code, String reason) {
        if (reason.getBytes(StandardCharsets.UTF_8).length > 123) {
            throw new IllegalArgumentException("Too long for a close frame: " + reason);
        }
        closes.add(code);
    }

    @Override
    public void finish(int code, String reason) {
        close(code, reason);
    }

    @Override
    public boolean isOpen() {
        return closes.isEmpty();
    }

    @Override
    public void abort() {
        closes.add(1006);
    }

    @Override
    public String clientAddress() {
        return "127.0.0.1";
    }

    @Override
    public String limitKey() {
        return clientAddress();
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public long queuedBytes() {
        return 0;
    }
}
