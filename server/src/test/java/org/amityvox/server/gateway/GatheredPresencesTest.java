// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.http.TestClock;
import org.junit.jupiter.api.Test;

class GatheredPresencesTest {
    private static final GuildId GUILD = new GuildId("01J00000000000000000000001");
    private static final GuildId OTHER = new GuildId("01J00000000000000000000002");

    private final TestClock clock = new TestClock();
    private final List<Sent> sent = new ArrayList<>();
    private final GatheredPresences gathered = new GatheredPresences(
            clock, (guild, large, presences) -> sent.add(new Sent(guild, large, Map.copyOf(presences))));

    private record Sent(GuildId guild, boolean large, Map<UserId, Object> presences) {}

    private static UserId user(int number) {
        return new UserId("01J%023d".formatted(number));
    }

    private void add(GuildId guild, int user, String status) {
        gathered.add(List.of(guild), false, user(user), status);
    }

    @Test
    void whatIsAloneGoesAtOnce() {
        add(GUILD, 1, "online");
        add(OTHER, 2, "idle");

        assertThat(sent)
                .containsExactly(
                        new Sent(GUILD, false, Map.of(user(1), "online")),
                        new Sent(OTHER, false, Map.of(user(2), "idle")));
    }

    @Test
    void whatFollowsWaitsForTheEndOfASecondAndOnlyTheNewestOfEachPersonIsSent() {
        add(GUILD, 1, "online");
        add(GUILD, 2, "online");
        add(GUILD, 2, "idle");
        add(GUILD, 1, "dnd");
        clock.advance(Duration.ofMillis(999));
        gathered.sendDue();
        assertThat(sent).hasSize(1);
        clock.advance(Duration.ofMillis(1));

        gathered.sendDue();
        gathered.sendDue();

        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().presences()).isEqualTo(Map.of(user(1), "dnd", user(2), "idle"));
    }

    @Test
    void aThousandWhoComeBackWithinThreeSecondsMakeFourFrames() {
        var latest = new HashMap<UserId, Object>();
        for (var i = 0; i < 1000; i++) {
            add(GUILD, i, "online");
            gathered.sendDue();
            clock.advance(Duration.ofMillis(3));
        }
        clock.advance(Duration.ofSeconds(1));
        gathered.sendDue();

        sent.forEach(each -> latest.putAll(each.presences()));
        assertThat(sent).hasSizeLessThanOrEqualTo(4);
        assertThat(latest).hasSize(1000).containsValue("online");
    }

    @Test
    void aFrameHasAnEndAndTheRestFollows() {
        IntStream.range(0, 1201).forEach(number -> add(GUILD, number, "online"));
        for (var second = 0; second < 3; second++) {
            clock.advance(Duration.ofSeconds(1));
            gathered.sendDue();
        }

        assertThat(sent).extracting(each -> each.presences().size()).containsExactly(1, 500, 500, 200);
    }
}
