// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import org.junit.jupiter.api.extension.RegisterExtension;

class NatsEventBusTest extends EventBusContract {
    @RegisterExtension
    private final NatsBuses buses = new NatsBuses();

    @Override
    Ends open() {
        return new Ends(buses.connected(), buses.connected());
    }
}
