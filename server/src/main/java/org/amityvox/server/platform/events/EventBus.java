// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.function.Consumer;

/// Carries events between the processes of one instance, fast and without promises: it may lose, double and reorder.
/// Whoever needs all of them in order listens to the [EventTail].
public interface EventBus extends AutoCloseable {
    /// Never blocks and never throws.
    void publish(LiveEvent event);

    /// Events of all processes, this one included. The receiver must not block.
    void subscribe(Consumer<LiveEvent> receiver);

    /// Never blocks and never throws.
    void publishEphemeral(EphemeralEvent event);

    /// As [#subscribe], for what is in no log. Nothing brings what is lost here.
    void subscribeEphemeral(Consumer<EphemeralEvent> receiver);

    @Override
    void close();
}
