// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The bus of an instance with a single process.
public final class LocalEventBus implements EventBus {
    private final List<Consumer<LiveEvent>> receivers = new CopyOnWriteArrayList<>();
    private final List<Consumer<EphemeralEvent>> ephemeralReceivers = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LiveEvent event) {
        receivers.forEach(receiver -> receiver.accept(event));
    }

    @Override
    public void subscribe(Consumer<LiveEvent> receiver) {
        receivers.add(receiver);
    }

    @Override
    public void publishEphemeral(EphemeralEvent event) {
        ephemeralReceivers.forEach(receiver -> receiver.accept(event));
    }

    @Override
    public void subscribeEphemeral(Consumer<EphemeralEvent> receiver) {
        ephemeralReceivers.add(receiver);
    }

    @Override
    public void close() {
        receivers.clear();
        ephemeralReceivers.clear();
    }
}
