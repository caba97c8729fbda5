// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;

/// Servers that start at the same moment on a database in which there is nothing yet.
class StartTogetherTest extends ServerTest {
    private static final String SETUP = "/api/v1/setup";

    @Test
    void theyMakeOneInstanceWithOneSecretAndOneFirstAccount() {
        var target = SHARED.databases().empty();

        var servers = Together.run(3, _ -> startServer(target, Registration.INVITE));

        assertThat(servers).extracting(TestInstance::setupSecret).doesNotContainNull();
        assertThat(servers.stream().map(TestInstance::setupSecret).distinct()).hasSize(1);
        var secret = servers.getFirst().setupSecret();
        var replies = Together.run(
                6,
                number -> servers.get(number % 3)
                        .api()
                        .with("secret", secret)
                        .with("username", "host_" + number)
                        .with("password", Given.PASSWORD)
                        .with("instance_name", "The Village")
                        .post(SETUP));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        for (var server : servers) {
            assertThat(server.setupSecret()).isNull();
            assertThat(server.api().get(SETUP).expect(200).data().at("needed").value())
                    .isEqualTo(false);
        }
        assertThat(servers.getFirst()
                        .db()
                        .<Long>single(tx -> tx.sql("SELECT (SELECT count(*) FROM users) * 10 + count(*) AS count"
                                        + " FROM instances")
                                .one(row -> row.number("count"))))
                .isEqualTo(11);
    }
}
