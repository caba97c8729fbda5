// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.TestInstance;
import org.amityvox.server.app.Together;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;

class SetupApiTest extends ServerTest {
    private static final String SETUP = "/api/v1/setup";

    @Test
    void aNewInstanceSaysThatItWaitsForItsFirstAccount() {
        var instance = startServer(Registration.INVITE);

        var state = instance.api().get(SETUP).expect(200).data();

        assertThat(state.at("needed").value()).isEqualTo(true);
        assertThat(state.text("registration")).isEqualTo("invite");
        assertThat(state.text("instance_name")).isEqualTo("AmityVox");
    }

    @Test
    void theHolderOfTheSecretBecomesTheAdministratorAndNamesTheInstance() {
        var instance = startServer(Registration.INVITE);

        var signedIn = setUp(instance, secret(instance), "host", "  The Village ")
                .expect(201)
                .data();

        assertThat(signedIn.at("user", "admin").value()).isEqualTo(true);
        assertThat(signedIn.text("user", "username")).isEqualTo("host");
        var self = instance.api()
                .withToken(signedIn.text("token"))
                .get("/api/v1/users/@me")
                .expect(200);
        assertThat(self.data().value()).isEqualTo(signedIn.at("user").value());
        var state = instance.api().get(SETUP).expect(200).data();
        assertThat(state.at("needed").value()).isEqualTo(false);
        assertThat(state.text("instance_name")).isEqualTo("The Village");
        assertThat(instance.setupSecret()).isNull();
    }

    @Test
    void aWrongSecretMakesNothing() {
        var instance = startServer(Registration.INVITE);

        setUp(instance, "wrong", "host", "The Village").expectError(403, "invalid_setup_secret");

        assertThat(instance.api().get(SETUP).data().at("needed").value()).isEqualTo(true);
    }

    @Test
    void whatIsWrongWithTheAccountLeavesTheSetupOpen() {
        var instance = startServer(Registration.INVITE);
        var request = instance.api().with("secret", secret(instance)).with("username", "host");

        request.with("password", "short").post(SETUP).expectError(400, "password_too_short");
        request.with("password", "x".repeat(129)).post(SETUP).expectError(400, "password_too_long");
        request.with("username", "no spaces")
                .with("password", Given.PASSWORD)
                .post(SETUP)
                .expectError(400, "invalid_username");

        setUp(instance, secret(instance), "host", "The Village").expect(201);
    }

    @Test
    void ofManyAtOnceOneSetsUp() {
        var instance = startServer(Registration.INVITE);
        var secret = secret(instance);

        var replies = Together.run(20, number -> setUp(instance, secret, "host" + number, "Village " + number));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        replies.stream()
                .filter(reply -> reply.status() != 201)
                .forEach(reply -> reply.expectError(409, "already_set_up"));
        assertThat(instance.db()
                        .<List<String>>single(tx -> tx.sql("SELECT username FROM users ORDER BY id LIMIT 10")
                                .list(row -> row.text("username"))))
                .hasSize(1);
    }

    @Test
    void nobodySetsUpASecondTimeWhateverTheSecret() {
        var instance = startServer(Registration.INVITE);
        var secret = secret(instance);
        setUp(instance, secret, "host", "The Village").expect(201);

        setUp(instance, secret, "other", "The Town").expectError(409, "already_set_up");
        setUp(instance, "wrong", "other", "The Town").expectError(409, "already_set_up");
    }

    @Test
    void theSetupSurvivesARestartUntilItIsDone() {
        var instance = startServer(Registration.INVITE);
        var secret = secret(instance);

        instance.restart();

        assertThat(instance.setupSecret()).isEqualTo(secret);
        setUp(instance, secret, "host", "The Village").expect(201);
        instance.restart();
        assertThat(instance.setupSecret()).isNull();
    }

    private static String secret(TestInstance instance) {
        return Objects.requireNonNull(instance.setupSecret());
    }

    private static Reply setUp(TestInstance instance, String secret, String username, String name) {
        return instance.api()
                .with("secret", secret)
                .with("username", username)
                .with("password", Given.PASSWORD)
                .with("instance_name", name)
                .post(SETUP);
    }
}
