// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void whatIsCountedCanBeScraped() throws Exception {
        var port = freePort();
        try (var metrics = Metrics.start(LOOPBACK, port)) {
            var sent = metrics.counter("test_messages_sent", "Messages sent.", "kind");
            sent.increment("text");
            sent.add(4, "text");
            sent.increment("system");
            metrics.gauge("test_sockets", "Open sockets.").set(7);
            metrics.gauge("test_waiting", "Asked for.", () -> 3.5);
            metrics.histogram("test_request_seconds", "Requests.", "route").record(Duration.ofMillis(30), "/health");

            var page = scrape(port);

            assertThat(page)
                    .contains("test_messages_sent_total{kind=\"text\"} 5.0")
                    .contains("test_messages_sent_total{kind=\"system\"} 1.0")
                    .contains("# HELP test_messages_sent_total Messages sent.")
                    .contains("test_sockets 7.0")
                    .contains("test_waiting 3.5")
                    .contains("test_request_seconds_bucket{route=\"/health\",le=\"0.025\"} 0")
                    .contains("test_request_seconds_bucket{route=\"/health\",le=\"0.05\"} 1")
                    .contains("test_request_seconds_count{route=\"/health\"} 1")
                    .contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            var port = taken.getLocalPort();

            assertThatThrownBy(() -> Metrics.start(LOOPBACK, port).close())
                    .isInstanceOfSatisfying(
                            MetricsListenerException.class,
                            thrown -> assertThat(thrown.port()).isEqualTo(port))
                    .hasMessageContaining(LOOPBACK + " port " + port)
                    .hasMessageContaining("Set metrics.port");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() throws IOException {
        var port = freePort();

        assertThatThrownBy(() -> Metrics.start("192.0.2.1", port).close()).isInstanceOf(MetricsListenerException.class);
        assertThatThrownBy(() -> Metrics.start("nowhere.invalid", port).close())
                .isInstanceOf(MetricsListenerException.class);
    }

    @Test
    void withoutAPortCountingWorksAndNobodyListens() {
        var threads = Thread.activeCount();

        try (var metrics = Metrics.start(LOOPBACK, 0)) {
            metrics.counter("test_things", "Things.").increment();

            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        }
    }

    @Test
    void closingFreesThePort() throws IOException {
        var port = freePort();

        Metrics.start(LOOPBACK, port).close();

        new ServerSocket(port, 1, InetAddress.ofLiteral(LOOPBACK)).close();
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + port + "/metrics"))
                    .build();
            var reply = client.send(request, BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(200);
            return reply.body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
