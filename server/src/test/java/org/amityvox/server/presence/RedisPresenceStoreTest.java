// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import org.amityvox.server.platform.services.TestService;

class RedisPresenceStoreTest extends SharedPresenceStoreContract {
    @Override
    TestService start() {
        return TestService.redis();
    }
}
