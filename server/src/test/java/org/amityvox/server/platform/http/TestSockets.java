// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The server's side of sockets in a test: remembers what happened to each, in order.
final class TestSockets implements SocketEndpoint {
    private final LinkedBlockingQueue<Opened> opened = new LinkedBlockingQueue<>();

    /// One socket with what its listener was told, as `text:…`, `malformed:…` or `closed:code:reason`.
    record Opened(Socket socket, LinkedBlockingQueue<String> events, List<Thread> threads) implements SocketListener {
        @Override
        public void text(String message) {
            threads.add(Thread.currentThread());
            events.add("text:" + message);
        }

        @Override
        public void malformed(String reason) {
            events.add("malformed:" + reason);
        }

        @Override
        public void closed(int code, String reason) {
            events.add("closed:" + code + ":" + reason);
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(10, TimeUnit.SECONDS));
        }
    }

    @Override
    public String path() {
        return "/gateway";
    }

    @Override
    public SocketListener open(Socket socket) {
        var one = new Opened(socket, new LinkedBlockingQueue<>(), new CopyOnWriteArrayList<>());
        socket.offer(Frame.of("hello"));
        opened.add(one);
        return one;
    }

    Opened next() throws InterruptedException {
        var one = opened.poll(10, TimeUnit.SECONDS);
        if (one == null) {
            throw new AssertionError("No socket was opened");
        }
        return one;
    }
}
