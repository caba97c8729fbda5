// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
    record Where(String address) {}

    private static TestServer server(String... trusted) {
        return Setup.of(Endpoint.get(
                        "/address",
                        RouteSpec.anyone("Says where the client is").reply(200, Where.class),
                        call -> call.reply(new Where(call.clientAddress()))))
                .trusting(trusted)
                .start();
    }

    private static Object address(TestServer server, String... forwardedFor) {
        var headers = new ArrayList<String>();
        for (var value : forwardedFor) {
            headers.add("X-Forwarded-For");
            headers.add(value);
        }
        return server.get("/api/v1/address", headers.toArray(String[]::new)).at("data", "address");
    }

    @Test
    void nobodyIsBelievedByDefault() {
        try (var server = server()) {
            assertThat(address(server, "203.0.113.9")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void anUntrustedPeerIsNotBelieved() {
        try (var server = server("10.0.0.0/8")) {
            assertThat(address(server, "203.0.113.9")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void theRightmostUntrustedHopIsTheClient() {
        try (var server = server("127.0.0.0/8", "10.0.0.0/8", "fd00::/8")) {
            assertThat(address(server)).isEqualTo("127.0.0.1");
            assertThat(address(server, "203.0.113.9")).isEqualTo("203.0.113.9");
            assertThat(address(server, "6.6.6.6, 203.0.113.9")).isEqualTo("203.0.113.9");
            assertThat(address(server, "6.6.6.6, 203.0.113.9, 10.1.2.3, fd00::1"))
                    .isEqualTo("203.0.113.9");
            assertThat(address(server, "6.6.6.6", "203.0.113.9 , 10.1.2.3")).isEqualTo("203.0.113.9");
            assertThat(address(server, "203.0.113.9:4711")).isEqualTo("203.0.113.9");
            assertThat(address(server, "[2001:DB8::0:1]:4711")).isEqualTo("2001:db8::1");
            assertThat(address(server, "::ffff:203.0.113.9")).isEqualTo("203.0.113.9");
            assertThat(address(server, "10.1.2.3, 10.4.5.6")).isEqualTo("10.1.2.3");
        }
    }

    @Test
    void whatIsNoAddressEndsTheChain() {
        try (var server = server("127.0.0.0/8", "10.0.0.0/8")) {
            assertThat(address(server, "203.0.113.9, unknown, 10.1.2.3")).isEqualTo("10.1.2.3");
            assertThat(address(server, "203.0.113.9, localhost")).isEqualTo("127.0.0.1");
            assertThat(address(server, "203.0.113.9, ")).isEqualTo("127.0.0.1");
            assertThat(address(server, "203.0.113.0/24")).isEqualTo("127.0.0.1");
            assertThat(address(server, "[::1")).isEqualTo("127.0.0.1");
            assertThat(address(server, "a".repeat(3000))).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 192.0.2.1",
        "::, ::, ::/64",
        "::1, ::1, ::/64",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 2001:db8::/64",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, 2001:db8:0:1::/64",
        "fe80::, fe80::, fe80::/64"
    })
    void addressesAreWrittenShortAndGrouped(String given, String text, String network) {
        var address = InetAddress.ofLiteral(given);

        assertThat(Addresses.text(address)).isEqualTo(text);
        assertThat(Addresses.network(address)).isEqualTo(network);
    }
}
