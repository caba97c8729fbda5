// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.amityvox.server.presence.PresenceStatus.DND;
import static org.amityvox.server.presence.PresenceStatus.OFFLINE;
import static org.amityvox.server.presence.PresenceStatus.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.amityvox.server.kernel.UserId;
import org.junit.jupiter.api.Test;

/// What holds for every store, also for one that nobody shares.
abstract class PresenceStoreContract {
    static final UserId ANN = new UserId("01J00000000000000000000001");
    static final UserId BEN = new UserId("01J00000000000000000000002");

    /// The store of a process that has written nothing yet.
    abstract PresenceStore open();

    @Test
    void aPartThatWasNotWrittenIsNotThere() {
        var store = open();

        assertThat(store.renew()).isEmpty();
        assertThat(store.write(0, 1, Map.of(ANN, ONLINE))).isFalse();
        assertThat(store.renew()).isEmpty();
    }

    @Test
    void aPartHasTheNumberOfItsLastChange() {
        var store = open();

        store.replace(0, Map.of());
        assertThat(store.renew()).hasValue(0);
        assertThat(store.write(0, 3, Map.of(ANN, ONLINE, BEN, DND))).isTrue();
        assertThat(store.renew()).hasValue(3);
        assertThat(store.write(3, 4, Map.of(ANN, OFFLINE))).isTrue();
        assertThat(store.renew()).hasValue(4);
        store.replace(9, Map.of(BEN, ONLINE));
        assertThat(store.renew()).hasValue(9);
    }

    @Test
    void aChangeOfAPartThatIsNotThereChangesNothing() {
        var store = open();
        store.replace(7, Map.of(ANN, ONLINE));

        assertThat(store.write(6, 8, Map.of(ANN, OFFLINE))).isFalse();

        assertThat(store.renew()).hasValue(7);
    }

    @Test
    void aProcessIsNoOtherToItself() {
        var store = open();
        store.replace(1, Map.of(ANN, ONLINE));

        assertThat(store.others()).isEmpty();
        assertThat(store.read("01J00000000000000000000009")).isEmpty();
    }

    @Test
    void whoLeavesHasNoPart() {
        var store = open();
        store.replace(1, Map.of(ANN, ONLINE));

        store.leave(Duration.ZERO);

        assertThat(store.renew()).isEmpty();
    }
}
