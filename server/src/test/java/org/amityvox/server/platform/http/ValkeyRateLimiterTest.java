// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import org.amityvox.server.platform.services.TestService;

class ValkeyRateLimiterTest extends SharedRateLimiterContract {
    @Override
    TestService start() {
        return TestService.valkey();
    }
}
