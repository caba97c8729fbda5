// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.amityvox.server.app.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A witness who overlooks faults would make every test of them pass.
class WitnessTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Witness witness =
            new Witness("anna", new Session(http, () -> 0, "token"), () -> Map.of("01A", "read"), List.of("secret"));

    @AfterEach
    void close() {
        http.close();
    }

    private void told(String id, String line) {
        witness.onEvent("MESSAGE_CREATE", new Tree(Map.of("id", id, "channel_id", "channel", "content", line)));
    }

    @Test
    void whatIsToldOnceAndInOrderIsNoFault() {
        witness.onReady();
        told("01A", "one");
        told("01B", "two");

        assertThat(witness.faults()).isEmpty();
        assertThat(witness.knows("01B")).isTrue();
        assertThat(witness.knows("01C")).isFalse();
    }

    @Test
    void whatIsToldTwiceIsAFault() {
        witness.onReady();
        told("01A", "one");
        told("01A", "one");

        assertThat(witness.faults()).containsExactly("anna was told twice of \"one\"");
    }

    @Test
    void whatIsToldAfterALaterOneIsAFault() {
        witness.onReady();
        told("01B", "two");
        told("01A", "one");

        assertThat(witness.faults()).containsExactly("anna was told of \"one\" after a later one");
    }

    @Test
    void whatIsNotTheirsIsAFault() {
        witness.onText("{\"op\":0,\"d\":\"a secret\"}");

        assertThat(witness.faults()).hasSize(1);
    }

    @Test
    void afterAFreshStartTheHistoryCountsAndMayBeToldAgain() {
        witness.onReady();
        told("01B", "two");
        witness.onReady();
        told("01B", "two");

        assertThat(witness.afresh()).isEqualTo(1);
        assertThat(witness.knows("01A")).isTrue();
        assertThat(witness.faults()).isEmpty();
    }
}
