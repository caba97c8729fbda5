// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A test of two servers that share a database, NATS and a cache server.
abstract class ServerPair extends ServerTest {
    /// A second, and what a busy machine adds.
    static final Duration SOON = Duration.ofSeconds(3);

    private static @Nullable TestService nats;
    private static @Nullable TestService valkey;

    final TestInstance one =
            startServer(SHARED.databases().fresh(), 0, new ServerConfig.Nats(nats().url(), "", Secret.of("")), cache());
    final TestInstance two =
            startServer(one.target(), 0, new ServerConfig.Nats(nats().url(), "", Secret.of("")), cache());
    final World guild = one.given().guild();

    @BeforeAll
    static void startServices() {
        nats = TestService.nats();
        valkey = TestService.valkey();
    }

    @AfterAll
    static void stopServices() {
        // Without the services there is nothing to stop: the tests were skipped.
        Stream.of(nats, valkey).filter(Objects::nonNull).forEach(TestService::close);
    }

    static TestService nats() {
        return Objects.requireNonNull(nats);
    }

    static TestService valkey() {
        return Objects.requireNonNull(valkey);
    }

    private static ServerConfig.Cache cache() {
        return new ServerConfig.Cache(valkey().url(), "", Secret.of(""));
    }

    static void await(BooleanSupplier condition) {
        Waiting.until("what was expected", SOON, condition);
    }
}
