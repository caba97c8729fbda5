// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.amityvox.server.platform.http.HealthCheck.Health;
import org.amityvox.server.platform.http.HealthCheck.State;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final TestClock clock = new TestClock();

    /// A part that is as a test says.
    private static final class Part implements HealthCheck {
        private final String name;
        private final boolean required;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile State state = State.OK;
        private volatile boolean broken;

        Part(String name, boolean required) {
            this.name = name;
            this.required = required;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean required() {
            return required;
        }

        @Override
        public Health look() {
            looks.incrementAndGet();
            if (broken) {
                throw new IllegalStateException("deliberate");
            }
            return new Health(state, "It is " + state + ".");
        }
    }

    @Test
    void healthIsOkWhileTheProcessLives() {
        var database = new Part("database", true);
        database.state = State.DOWN;
        try (var server = Setup.of().health(database).start()) {
            assertThat(server.get("/health").text()).isEqualTo("{\"data\":{\"status\":\"ok\"}}");
            assertThat(server.get("/health").header("X-Request-Id")).isPresent();
            assertThat(server.send("HEAD", "/health", "").status()).isEqualTo(200);
            assertThat(server.send("POST", "/health", "").status()).isEqualTo(405);
        }
    }

    @Test
    void aMissingOptionalPartDegrades() {
        var search = new Part("search", false);
        search.state = State.DOWN;
        try (var server = Setup.of()
                .health(new Part("database", true), search)
                .clock(clock)
                .start()) {
            assertThat(server.get("/ready").status()).isEqualTo(200);
            assertThat(server.get("/ready").text()).isEqualTo("{\"data\":{\"status\":\"degraded\"}}");
            assertThat(server.get("/ready?verbose").text())
                    .isEqualTo("{\"data\":{\"status\":\"degraded\",\"parts\":["
                            + "{\"name\":\"database\",\"state\":\"ok\",\"sentence\":\"It is OK.\"},"
                            + "{\"name\":\"search\",\"state\":\"down\",\"sentence\":\"It is DOWN.\"}]}}");
        }
    }

    @Test
    void aMissingRequiredPartIs503() {
        var database = new Part("database", true);
        database.broken = true;
        try (var server = Setup.of().health(database).clock(clock).start()) {
            var plain = server.get("/ready");
            var verbose = server.get("/ready?verbose=1");

            assertThat(plain.status()).isEqualTo(503);
            assertThat(plain.at("error", "code")).isEqualTo("unavailable");
            assertThat(plain.at("error", "details")).isEqualTo("null");
            assertThat(plain.header("Retry-After")).hasValue("2");
            assertThat(verbose.status()).isEqualTo(503);
            assertThat(verbose.text())
                    .contains("{\"name\":\"database\",\"state\":\"down\",")
                    .doesNotContain("deliberate");
        }
    }

    @Test
    void partsAreLookedAtOnceASecond() {
        var database = new Part("database", true);
        try (var server = Setup.of().health(database).clock(clock).start()) {
            for (var i = 0; i < 20; i++) {
                assertThat(server.get("/ready").status()).isEqualTo(200);
            }
            assertThat(database.looks).hasValue(1);
            database.state = State.DOWN;
            assertThat(server.get("/ready").status()).isEqualTo(200);

            clock.advance(Duration.ofSeconds(1));

            assertThat(server.get("/ready").status()).isEqualTo(503);
        }
    }
}
