// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.junit.jupiter.api.Test;

/// How often a request waits for the database.
class RoundTripsTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final int ATTEMPTS = 20;

    @Test
    void aPlainSendIsOneRoundTrip() {
        var instance = counting();
        var guild = instance.given().guild();
        var member = guild.member();
        var send = instance.api().as(member).with("content", "hello");

        var trips = tripsOf(20, () -> send.post(MESSAGES, guild.channel()).expect(201));

        assertThat(trips).isEqualTo(20);
    }

    @Test
    void aSendUnderANonceIsOneRoundTripToo() {
        var instance = counting();
        var guild = instance.given().guild();
        var send = instance.api().as(guild.owner()).with("content", "hello");

        var trips = tripsOf(
                20,
                () -> send.with("nonce", instance.given().name())
                        .post(MESSAGES, guild.channel())
                        .expect(201));

        assertThat(trips).isEqualTo(20);
    }

    @Test
    void aPageOfMessagesIsOneRoundTrip() {
        var instance = counting();
        var guild = instance.given().guild();
        instance.given().message(guild);

        var trips = tripsOf(
                20,
                () -> instance.api()
                        .as(guild.owner())
                        .get(MESSAGES, guild.channel())
                        .expect(200));

        assertThat(trips).isEqualTo(20);
    }

    private TestInstance counting() {
        var target = SHARED.databases().fresh();
        return startServer(
                new DatabaseTarget(target.url() + CountingSockets.PARAMETER, target.user(), target.password()),
                Registration.OPEN);
    }

    /// Of so many requests, once the driver has prepared the statement and the rights are known. The tail and the pool
    /// talk to the database too, now and then, which only ever adds: so the least of a few attempts counts.
    private static int tripsOf(int times, Runnable request) {
        for (var i = 0; i < 40; i++) {
            request.run();
        }
        return IntStream.range(0, ATTEMPTS)
                .map(_ -> {
                    var before = CountingSockets.roundTrips();
                    for (var i = 0; i < times; i++) {
                        request.run();
                    }
                    return CountingSockets.roundTrips() - before;
                })
                .min()
                .orElseThrow();
    }
}
