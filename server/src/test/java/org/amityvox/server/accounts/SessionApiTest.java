// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.junit.jupiter.api.Test;

class SessionApiTest extends ServerTest {
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String LOGOUT = "/api/v1/auth/logout";
    private static final String SELF = "/api/v1/users/@me";

    @Test
    void thePasswordSignsInUnderAnySpellingOfTheName() {
        var person = given.person();

        for (var name : new String[] {person.username(), Given.shouted(person.username()), " " + person.username()}) {
            var signedIn = logIn(name, Given.PASSWORD).expect(200).data();

            assertThat(signedIn.text("user", "id")).isEqualTo(person.id().value());
            assertThat(signedIn.text("user", "username")).isEqualTo(person.username());
            assertThat(signedIn.text("token")).isNotEqualTo(person.token());
            api.withToken(signedIn.text("token")).get(SELF).expect(200);
        }
    }

    @Test
    void anUnknownNameAndAWrongPasswordAreAnsweredAlike() {
        var person = given.person();

        var wrong = logIn(person.username(), "wrong password").expectError(401, "invalid_credentials");
        var unknown = logIn(given.name(), "wrong password").expectError(401, "invalid_credentials");

        assertThat(unknown.error().text("message")).isEqualTo(wrong.error().text("message"));
        assertThat(unknown.error().keys()).isEqualTo(wrong.error().keys());
    }

    @Test
    void missingFieldsAreNamedTogether() {
        api.withBody("{}").post(LOGIN).faults("username", "password");
    }

    @Test
    void aSessionEndsForThisDeviceAndNoOther() {
        var person = given.person();
        var other = logIn(person.username(), Given.PASSWORD).expect(200).data().text("token");

        api.as(person).post(LOGOUT).expect(204);

        api.as(person).get(SELF).expectError(401, "invalid_session");
        api.as(person).post(LOGOUT).expectError(401, "invalid_session");
        api.withToken(other).get(SELF).expect(200);
    }

    @Test
    void theSocketsOfASessionEndWithIt() {
        var person = given.person();
        var other = logIn(person.username(), Given.PASSWORD).expect(200).data().text("token");
        var ended = server.connect(person);
        var remaining = server.socket();
        remaining.send(2, Map.of("token", other));
        remaining.awaitReady();

        api.as(person).post(LOGOUT).expect(204);

        assertThat(ended.awaitClose(Duration.ofSeconds(2))).isEqualTo(4004);
        api.withToken(other).with("display_name", "Still here").patch(SELF).expect(200);
        remaining.await("ACCOUNT_UPDATE");
    }

    @Test
    void anEndedTokenOpensNoSocket() {
        var person = given.person();
        api.as(person).post(LOGOUT).expect(204);
        var socket = server.socket();

        socket.identify(person);

        assertThat(socket.awaitClose()).isEqualTo(4004);
    }

    @Test
    void whoSendsNoTokenIsToldSo() {
        var reply = api.get(SELF).expectError(401, "missing_token");

        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aTokenThatWasNeverGivenOutIsNoSession() {
        api.withToken("A".repeat(43)).get(SELF).expectError(401, "invalid_session");
        api.withToken("").get(SELF).expectError(401, "missing_token");
        api.withToken("x".repeat(4000)).get(SELF).expectError(401, "invalid_session");
    }

    private Reply logIn(String username, String password) {
        return api.with("username", username).with("password", password).post(LOGIN);
    }
}
