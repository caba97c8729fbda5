// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

class LocalPresenceStoreTest extends PresenceStoreContract {
    @Override
    PresenceStore open() {
        return new LocalPresenceStore();
    }
}
