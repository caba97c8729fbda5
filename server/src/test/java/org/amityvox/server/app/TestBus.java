// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LocalEventBus;

/// A bus that loses, doubles or turns around what it carries when a test says so, as any bus may.
public final class TestBus implements EventBus {
    private final EventBus carrier;
    private final List<LiveEvent> held = new ArrayList<>();
    private volatile boolean deaf;
    private Fault fault = Fault.NONE;

    public TestBus() {
        this(new LocalEventBus());
    }

    TestBus(EventBus carrier) {
        this.carrier = carrier;
    }

    private enum Fault {
        NONE,
        LOSING,
        DOUBLING,
        HOLDING
    }

    /// Loses everything from now on, as if the publisher had died between commit and publish.
    public synchronized void lose() {
        fault = Fault.LOSING;
    }

    /// Brings nothing to this server from now on.
    public void deafen() {
        deaf = true;
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
        deaf = false;
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
        carrier.subscribe(event -> {
            if (!deaf) {
                receiver.accept(event);
            }
        });
    }

    @Override
    public synchronized void publishEphemeral(EphemeralEvent event) {
        if (fault != Fault.LOSING) {
            carrier.publishEphemeral(event);
        }
    }

    @Override
    public void subscribeEphemeral(Consumer<EphemeralEvent> receiver) {
        carrier.subscribeEphemeral(event -> {
            if (!deaf) {
                receiver.accept(event);
            }
        });
    }

    @Override
    public void close() {
        carrier.close();
    }
}
