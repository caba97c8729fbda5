// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.RawHttp;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Tree;
import org.junit.jupiter.api.Test;

class SessionListApiTest extends ServerTest {
    private static final String SELF = "/api/v1/users/@me";
    private static final String SESSIONS = "/api/v1/users/@me/sessions";
    private static final String SESSION = SESSIONS + "/{}";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    @Test
    void everyDeviceIsListedWithWhatMakesItKnownAgain() throws IOException {
        var person = given.person();
        logInAs(person, FIREFOX);

        var sessions = sessions(person);

        assertThat(sessions.list()).hasSize(2);
        var firefox = one(sessions, "Firefox on Linux");
        assertThat(firefox.keys())
                .containsExactlyInAnyOrder("id", "device", "address", "created_at", "last_used_at", "current");
        assertThat(firefox.text("address")).isEqualTo("127.0.0.1");
        assertThat(firefox.at("current").value()).isEqualTo(false);
        var own = one(sessions, "Unknown device");
        assertThat(own.text("id")).isEqualTo(person.actor().sessionId().value());
        assertThat(own.at("current").value()).isEqualTo(true);
    }

    @Test
    void theDeviceThatWasUsedLastComesFirst() {
        var person = given.person();
        var other = logIn(person);
        assertThat(sessions(person).list()).hasSize(2);

        server.clock().advance(Duration.ofMinutes(5));
        api.withToken(other).get(SELF).expect(200);
        server.clock().advance(Duration.ofSeconds(1));

        var byOther = api.withToken(other).get(SESSIONS).expect(200).data();
        assertThat(byOther.at(0, "current").value()).isEqualTo(true);
        server.clock().advance(Duration.ofMinutes(5));
        assertThat(sessions(person).at(0, "current").value()).isEqualTo(true);
    }

    @Test
    void useIsNotedOnceInFiveMinutes() {
        var person = given.person();
        server.clock().advance(Duration.ofMinutes(5));
        var first = lastUsed(person);

        server.clock().advance(Duration.ofMinutes(4));
        assertThat(lastUsed(person)).isEqualTo(first);
        server.clock().advance(Duration.ofMinutes(1));

        assertThat(lastUsed(person)).isAfterOrEqualTo(first.plus(Duration.ofMinutes(5)));
    }

    @Test
    void aHeartbeatIsUseToo() {
        var person = given.person();
        var onSocket = logIn(person);
        var socket = connect(onSocket);
        var before = lastUsedByOther(person);
        server.clock().advance(Duration.ofMinutes(6));

        socket.send(GatewayClient.HEARTBEAT, null);
        socket.await(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);

        assertThat(lastUsedByOther(person)).isAfterOrEqualTo(before.plus(Duration.ofMinutes(5)));
    }

    @Test
    void nobodyListsOrEndsTheSessionsOfOthers() {
        var person = given.person();
        var stranger = given.person();

        assertThat(sessions(stranger).list()).hasSize(1);
        api.as(stranger).delete(SESSION, person.actor().sessionId()).expectError(404, "session_not_found");
        api.as(stranger).delete(SESSION, "01J00000000000000000000000").expectError(404, "session_not_found");
        api.as(stranger).delete(SESSION, "x").expectError(404, "session_not_found");

        api.as(person).get(SELF).expect(200);
    }

    @Test
    void anotherSessionEndsWithItsSocketsAndThisOneStays() {
        var person = given.person();
        var other = logIn(person);
        var ended = connect(other);
        var stays = server.connect(person);
        var id = api.withToken(other).get(SESSIONS).expect(200).data().list().stream()
                .filter(session -> Boolean.TRUE.equals(session.at("current").value()))
                .findFirst()
                .orElseThrow()
                .text("id");

        api.as(person).delete(SESSION, id).expect(204);

        api.withToken(other).get(SELF).expectError(401, "invalid_session");
        assertThat(ended.awaitClose(Duration.ofSeconds(2))).isEqualTo(4004);
        assertThat(sessions(person).list()).hasSize(1);
        api.as(person).delete(SESSION, id).expectError(404, "session_not_found");
        stays.send(GatewayClient.HEARTBEAT, null);
        stays.await(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);
    }

    @Test
    void onesOwnSessionMayBeEndedByItself() {
        var person = given.person();

        api.as(person).delete(SESSION, person.actor().sessionId()).expect(204);

        api.as(person).get(SELF).expectError(401, "invalid_session");
    }

    private Tree sessions(Person person) {
        return api.as(person).get(SESSIONS).expect(200).data();
    }

    private Instant lastUsed(Person person) {
        return Instant.parse(sessions(person).text(0, "last_used_at"));
    }

    private Instant lastUsedByOther(Person person) {
        return sessions(person).list().stream()
                .filter(session -> Boolean.FALSE.equals(session.at("current").value()))
                .map(session -> Instant.parse(session.text("last_used_at")))
                .findFirst()
                .orElseThrow();
    }

    private static Tree one(Tree sessions, String device) {
        return sessions.list().stream()
                .filter(session -> session.text("device").equals(device))
                .findFirst()
                .orElseThrow();
    }

    private String logIn(Person person) {
        return api.with("username", person.username())
                .with("password", Given.PASSWORD)
                .post("/api/v1/auth/login")
                .expect(200)
                .data()
                .text("token");
    }

    private GatewayClient connect(String token) {
        var socket = server.socket();
        socket.send(GatewayClient.IDENTIFY, Map.of("token", token));
        socket.awaitReady();
        return socket;
    }

    private void logInAs(Person person, String userAgent) throws IOException {
        var body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(person.username(), Given.PASSWORD);
        RawHttp.send(
                        server.port(),
                        "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + userAgent
                                + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .expect(200);
    }
}
