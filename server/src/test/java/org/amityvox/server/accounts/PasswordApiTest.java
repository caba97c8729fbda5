// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.junit.jupiter.api.Test;

class PasswordApiTest extends ServerTest {
    private static final String PASSWORD = "/api/v1/auth/password";
    private static final String SELF = "/api/v1/users/@me";
    private static final String NEW = "another horse entirely";

    @Test
    void theNewPasswordSignsInAndTheOldOneDoesNot() {
        var person = given.person();

        change(api.as(person), Given.PASSWORD, NEW).expect(204);

        logIn(person, NEW).expect(200);
        logIn(person, Given.PASSWORD).expectError(401, "invalid_credentials");
    }

    @Test
    void allOtherSessionsEndAndThisOneStays() {
        var person = given.person();
        var others = List.of(token(person), token(person));
        var sockets = others.stream().map(this::connect).toList();
        var own = server.connect(person);

        change(api.as(person), Given.PASSWORD, NEW).expect(204);

        others.forEach(token -> api.withToken(token).get(SELF).expectError(401, "invalid_session"));
        sockets.forEach(
                socket -> assertThat(socket.awaitClose(Duration.ofSeconds(2))).isEqualTo(4004));
        api.as(person).with("display_name", "Still here").patch(SELF).expect(200);
        own.await("ACCOUNT_UPDATE");
    }

    @Test
    void aWrongPasswordChangesNothing() {
        var person = given.person();
        var other = token(person);

        change(api.as(person), "wrong password", NEW).expectError(400, "wrong_password");

        api.withToken(other).get(SELF).expect(200);
        logIn(person, Given.PASSWORD).expect(200);
    }

    @Test
    void theNewPasswordObeysTheRulesOfRegistration() {
        var person = given.person();

        change(api.as(person), Given.PASSWORD, "seven77").expectError(400, "password_too_short");
        change(api.as(person), Given.PASSWORD, "x".repeat(129)).expectError(400, "password_too_long");
        change(api.as(person), Given.PASSWORD, "🎉".repeat(8)).expect(204);
        api.as(person).withBody("{}").post(PASSWORD).faults("current_password", "new_password");
    }

    @Test
    void nobodyChangesItWithoutASession() {
        change(api, Given.PASSWORD, NEW).expectError(401, "missing_token");
    }

    @Test
    void guessingCountsAgainstTheLimitOfSigningIn() {
        var strict = startServerWithLimits();
        var person = strict.given().person();

        var codes = IntStream.range(0, 25)
                .mapToObj(_ -> change(strict.api().as(person), "wrong password", NEW)
                        .error()
                        .text("code"))
                .toList();

        assertThat(codes).startsWith("wrong_password").endsWith("rate_limited");
        strict.api()
                .with("username", Given.shouted(person.username()))
                .with("password", Given.PASSWORD)
                .post("/api/v1/auth/login")
                .expectError(429, "rate_limited");
    }

    @Test
    void noSignInWithTheOldPasswordSurvivesTheChange() {
        for (var round = 0; round < 10; round++) {
            var person = given.person();

            var tokens = Together.run(6, number -> {
                if (number == 0) {
                    change(api.as(person), Given.PASSWORD, NEW).expect(204);
                    return Optional.<String>empty();
                }
                var reply = logIn(person, Given.PASSWORD);
                return reply.status() == 200 ? Optional.of(reply.data().text("token")) : Optional.<String>empty();
            });

            for (var token : tokens.stream().flatMap(Optional::stream).toList()) {
                api.withToken(token).get(SELF).expectError(401, "invalid_session");
            }
            api.as(person).get(SELF).expect(200);
        }
    }

    @Test
    void ofTwoChangesAtOnceTheSecondNeedsTheNewPassword() {
        var person = given.person();
        var other = token(person);

        var replies = Together.run(
                2, number -> change(number == 0 ? api.as(person) : api.withToken(other), Given.PASSWORD, NEW + number));

        assertThat(replies).extracting(Reply::status).containsOnlyOnce(204);
        assertThat(replies).extracting(Reply::status).isSubsetOf(204, 400, 401);
    }

    private Reply change(Api caller, String current, String replacement) {
        return caller.with("current_password", current)
                .with("new_password", replacement)
                .post(PASSWORD);
    }

    private Reply logIn(Person person, String password) {
        return api.with("username", person.username())
                .with("password", password)
                .post("/api/v1/auth/login");
    }

    private String token(Person person) {
        return logIn(person, Given.PASSWORD).expect(200).data().text("token");
    }

    private GatewayClient connect(String token) {
        var socket = server.socket();
        socket.send(GatewayClient.IDENTIFY, Map.of("token", token));
        socket.awaitReady();
        return socket;
    }
}
