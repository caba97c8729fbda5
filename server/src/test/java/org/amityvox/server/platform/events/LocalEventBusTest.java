// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

class LocalEventBusTest extends EventBusContract {
    @Override
    Ends open() {
        var bus = new LocalEventBus();
        return new Ends(bus, bus);
    }
}
