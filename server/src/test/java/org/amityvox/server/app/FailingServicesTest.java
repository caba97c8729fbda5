// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.http.Bucket;
import org.amityvox.server.platform.services.TestService;
import org.amityvox.server.platform.services.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two servers of one instance, joined by NATS and a cache server that fail.
class FailingServicesTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String TYPING = "/api/v1/channels/{}/typing";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestService nats = TestService.nats("--user", "amityvox", "--pass", "secret");
    private final TestService valkey = TestService.valkey("--requirepass", "secret");
    private final TestInstance first;
    private final TestInstance second;

    FailingServicesTest() {
        var target = SHARED.databases().fresh();
        var natsConfig = new ServerConfig.Nats(nats.url(), "amityvox", Secret.of("secret"));
        var cacheConfig = new ServerConfig.Cache(valkey.url(), "", Secret.of("secret"));
        first = startServer(target, 1, natsConfig, cacheConfig);
        second = startServer(target, 1, natsConfig, cacheConfig);
        awaitPart("nats", "ok");
        awaitPart("cache", "ok");
    }

    @AfterEach
    void stopServices() {
        nats.close();
        valkey.close();
    }

    private static void await(String what, BooleanSupplier condition) {
        Waiting.until(what, PATIENCE, condition);
    }

    private static Tree part(TestInstance server, String name) {
        // Readiness looks once a second, by the clock of the server.
        server.clock().advance(Duration.ofSeconds(1));
        return new Tree(server.api().get("/ready?verbose").expect(200).data().list("parts").stream()
                .filter(part -> part.text("name").equals(name))
                .findFirst()
                .orElseThrow()
                .value());
    }

    private void awaitPart(String name, String state) {
        for (var server : new TestInstance[] {first, second}) {
            await(
                    "%s is %s".formatted(name, state),
                    () -> part(server, name).text("state").equals(state));
        }
    }

    @Test
    void whatHappensOnOneServerIsToldOnTheOtherAlsoWhatIsInNoLog() {
        var guild = first.given().guild();
        var writer = guild.member();
        var reader = second.connect(guild.owner());

        first.api().as(writer).post(TYPING, guild.channel()).expect(204);
        reader.await("TYPING_START");
        first.api()
                .as(writer)
                .with("content", "hello")
                .post(MESSAGES, guild.channel())
                .expect(201);
        reader.framesUntilMessage("hello");
    }

    @Test
    void withoutNatsMessagesStillArriveAndTypingReturnsWithIt() {
        var guild = first.given().guild();
        var writer = guild.member();
        var reader = second.connect(guild.owner());
        nats.kill();
        awaitPart("nats", "degraded");

        first.api()
                .as(writer)
                .with("content", "late")
                .post(MESSAGES, guild.channel())
                .expect(201);
        reader.framesUntilMessage("late");
        assertThat(part(first, "nats").text("sentence")).contains("nats.url").contains("from the database");

        nats.start();
        awaitPart("nats", "ok");
        first.api().as(writer).post(TYPING, guild.channel()).expect(204);
        reader.await("TYPING_START");
    }

    @Test
    void limitsHoldOverBothServersAndOnEachWithoutTheCache() {
        var guild = first.given().guild();
        var writer = guild.member();
        var burst = Bucket.MESSAGE_CREATE.burst();
        for (var number = 0; number < burst; number++) {
            var server = number % 2 == 0 ? first : second;
            server.api()
                    .as(writer)
                    .with("content", "m" + number)
                    .post(MESSAGES, guild.channel())
                    .expect(201);
        }
        var refused = 0;
        for (var number = 0; number < burst; number++) {
            var reply = second.api().as(writer).with("content", "r" + number).post(MESSAGES, guild.channel());
            refused += reply.status() == 429 ? 1 : 0;
        }
        assertThat(refused).as("a few tokens come back meanwhile").isGreaterThan(burst / 2);

        valkey.pause();
        awaitPart("cache", "degraded");
        var reply = second.api()
                .as(writer)
                .with("content", "alone")
                .post(MESSAGES, guild.channel())
                .expect(201);
        assertThat(Integer.parseInt(Objects.requireNonNull(reply.header("X-RateLimit-Remaining"))))
                .isEqualTo(burst - 1);

        valkey.resume();
        awaitPart("cache", "ok");
    }
}
