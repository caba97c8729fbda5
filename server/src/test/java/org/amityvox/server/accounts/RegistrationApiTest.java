// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.amityvox.server.app.Api;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationApiTest extends ServerTest {
    private static final String REGISTER = "/api/v1/auth/register";

    @Test
    void whoRegistersIsSignedIn() {
        var name = given.name();

        var signedIn = register(name).post(REGISTER).expect(201).data();

        assertThat(signedIn.text("user", "username")).isEqualTo(name);
        assertThat(signedIn.at("user", "admin").value()).isEqualTo(false);
        assertThat(signedIn.at("user", "bot").value()).isEqualTo(false);
        assertThat(signedIn.text("user", "status")).isEqualTo("online");
        assertThat(signedIn.text("user", "created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        api.withToken(signedIn.text("token")).get("/api/v1/users/@me").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "", "two words", "ümlaut", "a/b", "0123456789012345678901234567890123"})
    void aNameOfOtherCharactersOrLengthIsRefused(String name) {
        register(name).post(REGISTER).expectError(400, "invalid_username");
    }

    @Test
    void passwordsHaveALeastAndAGreatestLengthInCharacters() {
        var smile = "\uD83D\uDE00";
        register(given.name()).with("password", "1234567").post(REGISTER).expectError(400, "password_too_short");
        register(given.name()).with("password", "1".repeat(129)).post(REGISTER).expectError(400, "password_too_long");
        register(given.name()).with("password", smile.repeat(7)).post(REGISTER).expectError(400, "password_too_short");
        register(given.name()).with("password", smile.repeat(8)).post(REGISTER).expect(201);
        register(given.name())
                .with("password", smile.repeat(128))
                .post(REGISTER)
                .expect(201);
    }

    @Test
    void aNameIsTakenInEverySpelling() {
        var person = given.person();

        register(person.username()).post(REGISTER).expectError(409, "username_taken");
        register(Given.shouted(person.username())).post(REGISTER).expectError(409, "username_taken");
    }

    @Test
    void ofManyWhoWantANameAtOnceOneGetsIt() {
        var name = given.name();

        var replies = Together.run(
                10,
                number -> register(number % 2 == 0 ? name : Given.shouted(name)).post(REGISTER));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        replies.stream()
                .filter(reply -> reply.status() != 201)
                .forEach(reply -> reply.expectError(409, "username_taken"));
    }

    @Test
    void missingFieldsAreNamedTogether() {
        api.withBody("{}").post(REGISTER).faults("username", "password");
        api.withBody("{\"username\":null}").post(REGISTER).faults("username", "password");
    }

    @Test
    void anInviteLetsInAndJoins() {
        var guild = given.guild();
        var invite = given.invite(guild);

        var signedIn = register(given.name())
                .with("invite", invite.code())
                .post(REGISTER)
                .expect(201)
                .data();

        var newcomer = api.withToken(signedIn.text("token"));
        assertThat(newcomer.get("/api/v1/guilds/{}", guild.id())
                        .expect(200)
                        .data()
                        .at("member_count")
                        .value())
                .isEqualTo(2);
    }

    @Test
    void aDeadInviteMakesNoAccount() {
        var name = given.name();

        register(name).with("invite", "doesnotexist").post(REGISTER).expectError(404, "invite_not_found");

        register(name).post(REGISTER).expect(201);
    }

    @Test
    void byInvitationNobodyComesInWithoutOne() {
        var instance = startServer(Registration.INVITE);
        var request = instance.api().with("username", "somebody").with("password", Given.PASSWORD);

        request.post(REGISTER).expectError(403, "invite_required");
        request.with("invite", "doesnotexist").post(REGISTER).expectError(404, "invite_not_found");
    }

    @Test
    void whereRegistrationIsClosedNobodyComesIn() {
        var instance = startServer(Registration.CLOSED);
        var request = instance.api().with("username", "somebody").with("password", Given.PASSWORD);

        request.post(REGISTER).expectError(403, "registration_closed");
        request.with("invite", "doesnotexist").post(REGISTER).expectError(403, "registration_closed");
        assertThat(instance.api().get("/api/v1/setup").expect(200).data().text("registration"))
                .isEqualTo("closed");
    }

    private Api register(String name) {
        return api.with("username", name).with("password", Given.PASSWORD);
    }
}
