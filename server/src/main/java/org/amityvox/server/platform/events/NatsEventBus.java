// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import io.nats.client.Connection;
import io.nats.client.Connection.Status;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.telemetry.Counter;
import org.amityvox.server.platform.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bus of an instance with several processes, over NATS.
///
/// Events of this process go to its own receivers directly, so that it works as if alone while NATS is gone. The others
/// get them from one thread that takes them from a queue; what does not fit, cannot be sent or is too large is dropped,
/// and [EventTail] reads it from the log. Whoever may publish to the subjects of an instance is believed.
public final class NatsEventBus implements EventBus {
    private static final Logger log = LoggerFactory.getLogger(NatsEventBus.class);

    static final int MAX_WAITING = 2048;

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final EventBus own = new LocalEventBus();
    private final NatsLink link;
    private final NatsMessages messages;
    private final String changes;
    private final String ephemera;
    private final ArrayBlockingQueue<Outgoing> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Counter counts;
    private final Thread writer;

    private volatile boolean closed;

    /// @param content writes it, in the thread that sends
    private record Outgoing(String subject, Supplier<byte[]> content) {}

    private NatsEventBus(ServerConfig.Nats target, InstanceId instance, Json json, Metrics metrics) {
        changes = "amityvox.%s.changes".formatted(instance.value());
        ephemera = "amityvox.%s.ephemera".formatted(instance.value());
        messages = new NatsMessages(json);
        counts = metrics.counter("amityvox_nats_messages", "Messages to and from other servers", "result");
        link = new NatsLink(target, () -> counts.increment("dropped"));
        metrics.gauge("amityvox_nats_connected", "Whether NATS answers", () -> answers() ? 1 : 0);
        writer = Thread.ofVirtual().name("nats-writer").unstarted(this::run);
    }

    /// Returns at once, whether or not there is a server; it is looked for until it is found.
    ///
    /// @param instance whose processes hear each other; others may use the same NATS
    public static NatsEventBus open(ServerConfig.Nats target, InstanceId instance, Json json, Metrics metrics) {
        var bus = new NatsEventBus(target, instance, json, metrics);
        bus.writer.start();
        return bus;
    }

    /// Tries once whether a server of ours could use this NATS.
    ///
    /// @return what is the matter, in a sentence; empty when all is well
    public static Optional<String> examine(ServerConfig.Nats target) {
        var link = new NatsLink(target, () -> {});
        link.closing();
        try {
            link.connect().close();
            return Optional.empty();
        } catch (IOException e) {
            link.failed(e);
            return link.problem();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether others can hear us at present.
    public boolean answers() {
        return link.isConnected();
    }

    /// What is the matter, in a sentence; empty when all is well.
    public Optional<String> problem() {
        return link.problem();
    }

    @Override
    public void publish(LiveEvent event) {
        own.publish(event);
        send(new Outgoing(changes, () -> messages.write(event)));
    }

    @Override
    public void subscribe(Consumer<LiveEvent> receiver) {
        own.subscribe(receiver);
    }

    @Override
    public void publishEphemeral(EphemeralEvent event) {
        own.publishEphemeral(event);
        send(new Outgoing(ephemera, () -> messages.write(event)));
    }

    @Override
    public void subscribeEphemeral(Consumer<EphemeralEvent> receiver) {
        own.subscribeEphemeral(receiver);
    }

    private void send(Outgoing outgoing) {
        if (closed || !link.isConnected() || !waiting.offer(outgoing)) {
            counts.increment("dropped");
        }
    }

    private void run() {
        var failures = 0;
        while (!closed) {
            try {
                serve();
                failures = 0;
            } catch (IOException | RuntimeException e) {
                link.failed(e);
                failures++;
            } catch (InterruptedException _) {
                // Only closing interrupts.
                return;
            }
            pause(NatsLink.retryAfter(failures));
        }
    }

    private void pause(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (!closed && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /// Until the connection is closed, by us or for good.
    private void serve() throws IOException, InterruptedException {
        var connection = link.connect();
        try {
            link.listen(connection, this::receive, List.of(changes, ephemera));
            while (!closed && connection.getStatus() != Status.CLOSED) {
                var outgoing = waiting.poll(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                if (outgoing != null) {
                    counts.increment(write(connection, outgoing));
                }
            }
        } finally {
            connection.close();
        }
    }

    /// @return what became of it
    private static String write(Connection connection, Outgoing outgoing) {
        if (connection.getStatus() != Status.CONNECTED) {
            return "dropped";
        }
        var content = outgoing.content().get();
        if (content.length > connection.getMaxPayload()) {
            return "too_large";
        }
        try {
            connection.publish(outgoing.subject(), content);
            return "published";
        } catch (IllegalStateException | IllegalArgumentException e) {
            log.atDebug().setCause(e).log("An event was not sent");
            return "dropped";
        }
    }

    /// On the library's thread, one message after the other. Nothing that comes in may end it.
    private void receive(Message message) {
        try {
            counts.increment(handOn(message) ? "received" : "ignored");
        } catch (RuntimeException e) {
            counts.increment("failed");
            log.atError().setCause(e).log("An event of another server could not be handed on");
        }
    }

    /// @return whether it was one that this version reads
    private boolean handOn(Message message) {
        if (message.getSubject().equals(changes)) {
            var change = messages.change(message.getData());
            change.ifPresent(own::publish);
            return change.isPresent();
        }
        var event = messages.ephemeral(message.getData());
        event.ifPresent(own::publishEphemeral);
        return event.isPresent();
    }

    /// Sends nothing more; what still waits is dropped.
    @Override
    public void close() {
        closed = true;
        link.closing();
        own.close();
        writer.interrupt();
        try {
            writer.join(STOP_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
