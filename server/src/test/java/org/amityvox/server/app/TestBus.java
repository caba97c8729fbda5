// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LocalEventBus;

/// A bus that loses, doubles or turns around what it carries when a test says so, as any bus may. Several servers can
/// be connected to one.
public final class TestBus implements EventBus {
    private final EventBus carrier = new LocalEventBus();
    private final List<LiveEvent> held = new ArrayList<>();
    private Fault fault = Fault.NONE;

    private enum Fault {
        NONE,
        LOSING,
        DOUBLING,
        HOLDING
    }

    /// The bus as one server has it: when that server stops, the others go on.
    EventBus connect() {
        return new End();
    }

    private final class End implements EventBus {
        private volatile boolean closed;

        @Override
        public void publish(LiveEvent event) {
            if (!closed) {
                TestBus.this.publish(event);
            }
        }

        @Override
        public void subscribe(Consumer<LiveEvent> receiver) {
            carrier.subscribe(event -> {
                if (!closed) {
                    receiver.accept(event);
                }
            });
        }

        @Override
        public void publishEphemeral(EphemeralEvent event) {
            if (!closed) {
                TestBus.this.publishEphemeral(event);
            }
        }

        @Override
        public void subscribeEphemeral(Consumer<EphemeralEvent> receiver) {
            carrier.subscribeEphemeral(event -> {
                if (!closed) {
                    receiver.accept(event);
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /// Loses everything from now on, as if the publisher had died between commit and publish.
    public synchronized void lose() {
        fault = Fault.LOSING;
    }

    /// Brings everything twice from now on.
    public synchronized void twice() {
        fault = Fault.DOUBLING;
    }

    /// Keeps everything back from now on.
    public synchronized void hold() {
        fault = Fault.HOLDING;
    }

    /// Brings what was kept back, the newest first.
    public synchronized void releaseReversed() {
        fault = Fault.NONE;
        held.reversed().forEach(carrier::publish);
        held.clear();
    }

    public synchronized void heal() {
        fault = Fault.NONE;
        held.clear();
    }

    @Override
    public synchronized void publish(LiveEvent event) {
        switch (fault) {
            case NONE -> carrier.publish(event);
            case LOSING -> {}
            case DOUBLING -> {
                carrier.publish(event);
                carrier.publish(event);
            }
            case HOLDING -> held.add(event);
        }
    }

    @Override
    public void subscribe(Consumer<LiveEvent> receiver) {
        carrier.subscribe(receiver);
    }

    @Override
    public synchronized void publishEphemeral(EphemeralEvent event) {
        if (fault != Fault.LOSING) {
            carrier.publishEphemeral(event);
        }
    }

    @Override
    public void subscribeEphemeral(Consumer<EphemeralEvent> receiver) {
        carrier.subscribeEphemeral(receiver);
    }

    @Override
    public void close() {
        carrier.close();
    }
}
