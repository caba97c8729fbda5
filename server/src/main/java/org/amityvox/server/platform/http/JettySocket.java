// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.amityvox.server.platform.http.HttpSettings.SocketLimits;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket on Jetty's core API. While nothing happens it holds no thread and no buffer: the
/// queue exists only while something waits. The lock guards the fields below it and is never held
/// during a call to Jetty or the listener.
final class JettySocket implements Socket, FrameHandler {
    private static final Logger log = LoggerFactory.getLogger(JettySocket.class);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final int FRAMES_A_WRITE = 64;
    private static final int BYTES_A_WRITE = 64 << 10;
    private static final int MAX_REASON_BYTES = 123;

    private final SocketEndpoint endpoint;
    private final SocketFlusher flusher;
    private final SocketLimits limits;
    private final Forwarding.Client client;
    private final QueryString query;

    // Set by onOpen, before anybody else sees this socket.
    private @Nullable CoreSession session;
    private @Nullable SocketListener listener;

    // Only the thread that reads uses this.
    private @Nullable ByteArrayOutputStream partial;
    private boolean ignoring;

    private final Object lock = new Object();
    private @Nullable ArrayDeque<Frame> queue;
    private long queuedBytes;
    private long writtenBytes;

    /// In the flusher's hands, or being written.
    private boolean busy;

    private boolean listening;
    private @Nullable CloseStatus closing;
    private boolean closeWhenEmpty;
    private @Nullable CloseStatus closed;
    private @Nullable Future<?> deadline;

    JettySocket(
            SocketEndpoint endpoint,
            SocketFlusher flusher,
            SocketLimits limits,
            Forwarding.Client client,
            QueryString query) {
        this.endpoint = endpoint;
        this.flusher = flusher;
        this.limits = limits;
        this.client = client;
        this.query = query;
    }

    @Override
    public boolean offer(Frame frame) {
        synchronized (lock) {
            if (closing != null || closed != null) {
                return false;
            }
            var waiting = queue == null ? 0 : queue.size();
            var bytes = queuedBytes + writtenBytes;
            if (waiting >= limits.queuedFrames() || (bytes > 0 && bytes + frame.size() > limits.queuedBytes())) {
                return false;
            }
            if (queue == null) {
                queue = new ArrayDeque<>();
            }
            queue.add(frame);
            queuedBytes += frame.size();
            if (busy) {
                return true;
            }
            busy = true;
        }
        flusher.add(this);
        return true;
    }

    /// Writes the next messages; the flusher calls it once for each time that it was told.
    void write() {
        var batch = new ArrayList<Frame>();
        CloseStatus lastWord = null;
        synchronized (lock) {
            takeInto(batch);
            if (batch.isEmpty()) {
                busy = false;
                lastWord = closeWhenEmpty ? closing : null;
                closeWhenEmpty = false;
            }
        }
        if (lastWord != null) {
            sendClose(lastWord);
        }
        for (var i = 0; i < batch.size(); i++) {
            var last = i == batch.size() - 1;
            var frame = new org.eclipse.jetty.websocket.core.Frame(
                    OpCode.TEXT, batch.get(i).bytes());
            session().sendFrame(frame, last ? new Written() : Callback.NOOP, !last);
        }
    }

    private void takeInto(List<Frame> batch) {
        while (queue != null && batch.size() < FRAMES_A_WRITE && writtenBytes < BYTES_A_WRITE) {
            var frame = queue.poll();
            if (frame == null) {
                queue = null;
                return;
            }
            batch.add(frame);
            queuedBytes -= frame.size();
            writtenBytes += frame.size();
        }
    }

    /// The network took a batch, or never will.
    private final class Written implements Callback {
        @Override
        public void succeeded() {
            synchronized (lock) {
                writtenBytes = 0;
            }
            flusher.add(JettySocket.this);
        }

        @Override
        public void failed(Throwable cause) {
            synchronized (lock) {
                writtenBytes = 0;
                dropQueue();
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    @Override
    public void close(int code, String reason) {
        var status = new CloseStatus(code, shortened(reason));
        synchronized (lock) {
            if (closed != null || (closing != null && !closeWhenEmpty)) {
                return;
            }
            closeWhenEmpty = false;
            beginClosing(status);
            dropQueue();
        }
        sendClose(status);
    }

    @Override
    public void finish(int code, String reason) {
        var status = new CloseStatus(code, shortened(reason));
        synchronized (lock) {
            if (closed != null || closing != null) {
                return;
            }
            beginClosing(status);
            if (busy) {
                closeWhenEmpty = true;
                return;
            }
        }
        sendClose(status);
    }

    private void beginClosing(CloseStatus status) {
        closing = status;
        if (deadline == null) {
            deadline = flusher.after(CLOSE_WITHIN, this::abort);
        }
    }

    private void dropQueue() {
        queue = null;
        queuedBytes = 0;
    }

    private void sendClose(CloseStatus status) {
        session().close(status.getCode(), status.getReason(), Callback.NOOP);
    }

    @Override
    public boolean isOpen() {
        synchronized (lock) {
            return closing == null && closed == null;
        }
    }

    @Override
    public void abort() {
        session().abort();
    }

    @Override
    public String clientAddress() {
        return client.text();
    }

    @Override
    public String limitKey() {
        return client.limitKey();
    }

    @Override
    public Optional<String> query(String name) {
        return query.get(name);
    }

    @Override
    public long queuedBytes() {
        synchronized (lock) {
            return queuedBytes + writtenBytes;
        }
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        synchronized (lock) {
            // The other side may be gone before the listener is there; the end is told below then.
            listening = true;
        }
        try {
            listener = endpoint.open(this);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A socket could not be opened");
            callback.failed(e);
            return;
        }
        doneTelling();
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(org.eclipse.jetty.websocket.core.Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> {
                closedByOtherSide(CloseStatus.getCloseStatus(frame));
                callback.succeeded();
            }
            case OpCode.PING -> answerPing(frame, callback);
            case OpCode.PONG -> readOn(callback);
            default -> {
                readData(frame);
                readOn(callback);
            }
        }
    }

    private void readOn(Callback callback) {
        callback.succeeded();
        session().demand();
    }

    /// Nothing more is read until the answer is written, so pings cannot pile up answers.
    private void answerPing(org.eclipse.jetty.websocket.core.Frame ping, Callback callback) {
        var payload = ByteBuffer.allocate(ping.getPayloadLength());
        payload.put(payload(ping)).flip();
        callback.succeeded();
        session()
                .sendFrame(
                        new org.eclipse.jetty.websocket.core.Frame(OpCode.PONG, payload),
                        Callback.from(() -> session().demand(), _ -> session().demand()),
                        false);
    }

    private void readData(org.eclipse.jetty.websocket.core.Frame frame) {
        if (ignoring) {
            return;
        }
        if (frame.getOpCode() == OpCode.BINARY) {
            refuse("Binary messages are not understood here.");
            return;
        }
        var before = partial == null ? 0 : partial.size();
        if (before + frame.getPayloadLength() > limits.inboundBytes()) {
            refuse("A message has at most " + limits.inboundBytes() + " bytes.");
            return;
        }
        if (frame.isFin() && partial == null) {
            deliver(payload(frame));
            return;
        }
        var bytes = new byte[frame.getPayloadLength()];
        payload(frame).get(bytes);
        if (partial == null) {
            partial = new ByteArrayOutputStream(bytes.length * 2);
        }
        partial.writeBytes(bytes);
        if (frame.isFin()) {
            var whole = ByteBuffer.wrap(partial.toByteArray());
            partial = null;
            deliver(whole);
        }
    }

    private static ByteBuffer payload(org.eclipse.jetty.websocket.core.Frame frame) {
        return frame.hasPayload() ? frame.getPayload().slice() : ByteBuffer.allocate(0);
    }

    private void deliver(ByteBuffer utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException _) {
            refuse("Text must be UTF-8.");
            return;
        }
        tell(l -> l.text(text));
    }

    private void refuse(String reason) {
        ignoring = true;
        partial = null;
        tell(l -> l.malformed(reason));
    }

    /// Calls the listener, unless the socket is closing; whoever reports the end meanwhile leaves
    /// that to this thread.
    private void tell(Consumer<SocketListener> call) {
        synchronized (lock) {
            if (closing != null || closed != null) {
                return;
            }
            listening = true;
        }
        try {
            call.accept(listener());
        } catch (Throwable e) {
            // Errors too: the library would tell the client what they say.
            log.atError().setCause(e).log("A message from a socket could not be handled");
            close(CloseStatus.SERVER_ERROR, "Something went wrong on the server.");
        }
        doneTelling();
    }

    private void doneTelling() {
        CloseStatus end;
        synchronized (lock) {
            listening = false;
            end = closed;
        }
        if (end != null) {
            tellClosed(end);
        }
    }

    private void closedByOtherSide(@Nullable CloseStatus status) {
        synchronized (lock) {
            if (closing == null) {
                beginClosing(status == null ? CloseStatus.NO_CODE_STATUS : status);
            }
            dropQueue();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.atDebug().setCause(cause).log("A socket broke");
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        CloseStatus end;
        synchronized (lock) {
            end = closing == null ? status : closing;
            closed = end;
            dropQueue();
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (listening) {
                end = null;
            }
        }
        callback.succeeded();
        if (end != null) {
            tellClosed(end);
        }
    }

    private void tellClosed(CloseStatus status) {
        var present = listener;
        if (present != null) {
            Thread.ofVirtual()
                    .name("socket-closed")
                    .start(() -> present.closed(
                            status.getCode(),
                            Optional.ofNullable(status.getReason()).orElse("")));
        }
    }

    private CoreSession session() {
        if (session == null) {
            throw new IllegalStateException("The socket is not open yet");
        }
        return session;
    }

    private SocketListener listener() {
        if (listener == null) {
            throw new IllegalStateException("The socket is not open yet");
        }
        return listener;
    }

    /// A close frame has room for so many bytes (RFC 6455 §5.5), and half of a character is not
    /// UTF-8.
    private static String shortened(String reason) {
        var text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
