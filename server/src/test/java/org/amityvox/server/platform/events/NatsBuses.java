// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.amityvox.server.platform.telemetry.Metrics;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A NATS for each test, and buses of several processes on it.
final class NatsBuses implements BeforeEachCallback, AfterEachCallback {
    static final InstanceId INSTANCE = new InstanceId("01J00000000000000000000009");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<TestService> services = new ArrayList<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        service();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    TestService nats() {
        return services.getFirst();
    }

    TestService service(String... options) {
        var service = closeLater(TestService.nats(options));
        services.add(service);
        return service;
    }

    /// The bus of another process, connected.
    NatsEventBus connected() {
        return connected(unconnected(INSTANCE, nats().url(), "", ""));
    }

    NatsEventBus connected(NatsEventBus bus) {
        await("the bus is connected", bus::answers);
        return bus;
    }

    NatsEventBus unconnected(InstanceId instance, String url, String user, String password) {
        return closeLater(NatsEventBus.open(
                new ServerConfig.Nats(url, user, Secret.of(password)),
                instance,
                new Json(),
                Metrics.start("127.0.0.1", 0)));
    }

    <T extends AutoCloseable> T closeLater(T closeable) {
        open.add(closeable);
        return closeable;
    }

    static void await(String what, BooleanSupplier condition) {
        Waiting.until(what, PATIENCE, condition);
    }
}
