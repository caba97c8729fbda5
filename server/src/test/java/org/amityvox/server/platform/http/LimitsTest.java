// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.amityvox.server.platform.http.TestServer.Reply;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer " + TestServer.TOKEN;

    private final TestClock clock = new TestClock();

    /// A scale at which a bucket holds one token, or a few.
    private final TestServer server = Setup.of(
                    Endpoint.post(
                            "/sign-in",
                            RouteSpec.anyone("Signs in")
                                    .limit(Bucket.SIGN_IN_ADDRESS)
                                    .query("name", "who"),
                            call -> {
                                call.limit(
                                        Bucket.SIGN_IN_ACCOUNT,
                                        call.query("name").orElse(""));
                                call.replyNothing();
                            }),
                    Endpoint.post(
                            "/messages", RouteSpec.user("Sends").limit(Bucket.MESSAGE_CREATE), Call::replyNothing),
                    Endpoint.get("/free", RouteSpec.user("Reads"), Call::replyNothing))
            .limits(0.1)
            .trusting("127.0.0.1")
            .clock(clock)
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply send() {
        return server.send("POST", "/api/v1/messages", "", AUTHORIZATION, BEARER);
    }

    @Test
    void limitsAreToldInHeaders() {
        var first = send();
        var second = send();
        var third = send();

        assertThat(first.status()).isEqualTo(204);
        assertThat(first.header("X-RateLimit-Limit")).hasValue("2");
        assertThat(first.header("X-RateLimit-Remaining")).hasValue("1");
        assertThat(first.header("X-RateLimit-Reset"))
                .hasValue(Long.toString(clock.instant().getEpochSecond() + 10));
        assertThat(first.header("Retry-After")).isEmpty();
        assertThat(second.header("X-RateLimit-Remaining")).hasValue("0");
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.at("error", "code")).isEqualTo("rate_limited");
        assertThat(third.header("X-RateLimit-Remaining")).hasValue("0");
        assertThat(third.header("Retry-After").map(Integer::parseInt))
                .get()
                .satisfies(seconds -> assertThat(seconds).isBetween(9, 10));
    }

    @Test
    void otherRoutesAreStillOpen() {
        send();
        send();
        send();

        assertThat(server.get("/api/v1/free", AUTHORIZATION, BEARER).status()).isEqualTo(204);
    }

    @Test
    void addressesAndNamesCountApart() {
        assertThat(signIn("203.0.113.1", "ada").status()).isEqualTo(204);
        assertThat(signIn("203.0.113.1", "bob").status()).isEqualTo(204);
        assertThat(signIn("203.0.113.1", "cy").status()).isEqualTo(429);
        assertThat(signIn("203.0.113.2", "ada").status()).isEqualTo(204);
        assertThat(signIn("203.0.113.3", "ada").status()).isEqualTo(429);
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        assertThat(signIn("2001:db8::1", "a").status()).isEqualTo(204);
        assertThat(signIn("2001:db8::2", "b").status()).isEqualTo(204);
        assertThat(signIn("2001:db8::3", "c").status()).isEqualTo(429);
        assertThat(signIn("2001:db8:0:1::1", "d").status()).isEqualTo(204);
    }

    @Test
    void guessingTokensIsLimitedByAddress() {
        var status = 0;
        for (var i = 0; i < 11; i++) {
            status = server.get("/api/v1/free", AUTHORIZATION, "Bearer guess" + i)
                    .status();
        }

        assertThat(status).isEqualTo(429);
        assertThat(server.get("/api/v1/free", AUTHORIZATION, BEARER).status()).isEqualTo(204);
    }

    private Reply signIn(String address, String name) {
        return server.send("POST", "/api/v1/sign-in?name=" + name, "", "X-Forwarded-For", address);
    }

    @Test
    void aRouteCannotCountByWhatItDoesNotHave() {
        assertThatThrownBy(() -> Setup.of(Endpoint.get(
                                "/x", RouteSpec.anyone("Reads").limit(Bucket.MESSAGE_CREATE), Call::replyNothing))
                        .start())
                .hasMessageContaining("MESSAGE_CREATE");
        assertThatThrownBy(() -> Setup.of(Endpoint.get(
                                "/x", RouteSpec.anyone("Reads").limit(Bucket.SIGN_IN_ACCOUNT), Call::replyNothing))
                        .start())
                .hasMessageContaining("SIGN_IN_ACCOUNT");
    }
}
