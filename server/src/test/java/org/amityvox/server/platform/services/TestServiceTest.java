// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A fault that a test makes is one that really happens.
class TestServiceTest {
    @TestFactory
    Stream<DynamicTest> aServiceCanBePausedKilledAndStartedAgain() {
        return Stream.of(
                test("nats", TestService::nats, "INFO"),
                test("valkey", TestService::valkey, "+PONG"),
                test("redis", TestService::redis, "+PONG"));
    }

    private static DynamicTest test(String name, Supplier<TestService> start, String greeting) {
        return DynamicTest.dynamicTest(name, () -> {
            try (var service = start.get()) {
                assertThat(firstWords(service)).startsWith(greeting);

                service.pause();
                assertThat(firstWords(service)).isEqualTo("silence");
                service.resume();
                assertThat(firstWords(service)).startsWith(greeting);

                service.kill();
                assertThat(firstWords(service)).isEqualTo("nobody");
                service.start();
                assertThat(firstWords(service)).startsWith(greeting);

                service.stop();
                assertThat(firstWords(service)).isEqualTo("nobody");
            }
        });
    }

    private static String firstWords(TestService service) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException _) {
            return "silence";
        } catch (IOException _) {
            return "nobody";
        }
    }
}
