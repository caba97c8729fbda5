// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.amityvox.server.app.ServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileApiTest extends ServerTest {
    private static final String SELF = "/api/v1/users/@me";

    @Test
    void aNewAccountHasNoDisplayName() {
        var self = api.as(given.person()).get(SELF).expect(200).data();

        assertThat(self.keys()).containsExactlyInAnyOrder("id", "username", "bot", "created_at", "status", "admin");
    }

    @Test
    void anAbsentFieldKeepsNullClearsAndAValueReplaces() {
        var me = api.as(given.person());
        me.with("display_name", "Ada").with("status", "idle").patch(SELF).expect(200);

        var kept = me.with("status", "dnd").patch(SELF).expect(200).data();
        assertThat(kept.text("display_name")).isEqualTo("Ada");
        assertThat(kept.text("status")).isEqualTo("dnd");

        var cleared = me.with("display_name", null).patch(SELF).expect(200).data();
        assertThat(cleared.has("display_name")).isFalse();
        assertThat(cleared.text("status")).isEqualTo("dnd");

        assertThat(me.get(SELF).expect(200).data().value()).isEqualTo(cleared.value());
    }

    @Test
    void anEmptyChangeChangesAndTellsNothing() {
        var person = given.person();
        var socket = server.connect(person);

        api.as(person).withBody("{}").patch(SELF).expect(200);
        api.as(person).with("status", "online").patch(SELF).expect(200);

        api.as(person).with("display_name", "Ada").patch(SELF).expect(200);
        var frames = socket.framesUntil(frame -> frame.is("ACCOUNT_UPDATE"));
        assertThat(frames).extracting(frame -> frame.t()).containsExactly("USER_UPDATE", "ACCOUNT_UPDATE");
    }

    @Test
    void surroundingSpaceIsCutOff() {
        var self = api.as(given.person())
                .with("display_name", "  Ada Lovelace\u2003")
                .patch(SELF)
                .expect(200);

        assertThat(self.data().text("display_name")).isEqualTo("Ada Lovelace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "123456789012345678901234567890123", "two\\nlines", "NUL \\u0000", "half \\ud83d"})
    void aDisplayNameIsOneShortLine(String name) {
        api.as(given.person())
                .withBody("{\"display_name\":\"" + name + "\"}")
                .patch(SELF)
                .expectError(400, "invalid_request");
    }

    @Test
    void aDisplayNameIsCountedInCharacters() {
        var me = api.as(given.person());
        var smile = "\uD83D\uDE00";

        me.with("display_name", smile.repeat(32)).patch(SELF).expect(200);
        me.with("display_name", smile.repeat(33)).patch(SELF).faults("display_name");
    }

    @Test
    void allFaultsAreNamedTogether() {
        api.as(given.person())
                .with("display_name", "")
                .with("status", "busy")
                .patch(SELF)
                .faults("display_name", "status");
    }

    @Test
    void offlineIsNoStatusThatOneChooses() {
        api.as(given.person()).with("status", "offline").patch(SELF).faults("status");
    }
}
