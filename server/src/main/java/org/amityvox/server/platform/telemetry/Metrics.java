// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The numbers of one server, for Prometheus. Names are in its style: `amityvox_messages_sent` (a counter gets
/// `_total` by itself), `amityvox_request_seconds`. A name can be registered once.
public final class Metrics implements AutoCloseable {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final PrometheusRegistry registry;
    private final @Nullable HTTPServer listener;

    private Metrics(PrometheusRegistry registry, @Nullable HTTPServer listener) {
        this.registry = registry;
        this.listener = listener;
    }

    /// Starts a listener that answers at `/metrics`, with the numbers of the JVM among them. With port 0 there is
    /// none, and counting costs next to nothing.
    ///
    /// @throws MetricsListenerException if the port is taken or the address cannot be used
    public static Metrics start(String address, int port) {
        var registry = new PrometheusRegistry();
        if (port == 0) {
            return new Metrics(registry, null);
        }
        try {
            var listener = HTTPServer.builder()
                    .hostname(address)
                    .port(port)
                    .registry(registry)
                    .buildAndStart();
            JvmMetrics.builder().register(registry);
            return new Metrics(registry, listener);
        } catch (IOException e) {
            throw new MetricsListenerException(address, port, e);
        }
    }

    public Counter counter(String name, String help, String... labelNames) {
        var counter = io.prometheus.metrics.core.metrics.Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(registry);
        return (amount, labels) -> counter.labelValues(labels).inc(amount);
    }

    public Gauge gauge(String name, String help, String... labelNames) {
        var gauge = io.prometheus.metrics.core.metrics.Gauge.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(registry);
        return (value, labels) -> gauge.labelValues(labels).set(value);
    }

    /// A gauge that is asked when somebody looks.
    ///
    /// @param value must be quick and thread-safe
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    public Histogram histogram(String name, String help, String... labelNames) {
        var histogram = io.prometheus.metrics.core.metrics.Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .classicOnly()
                .withoutExemplars()
                .register(registry);
        return (time, labels) -> histogram.labelValues(labels).observe(time.toNanos() / NANOS);
    }

    /// Stops the listener; the numbers can still be counted.
    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
    }
}
