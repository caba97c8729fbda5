// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.junit.jupiter.api.Test;

class ChannelOrderTest {
    private static final GuildId GUILD = new GuildId("01J00000000000000000000000");

    @Test
    void whatMovesDownTakesThePlaceThatItNames() {
        var order = ordered("abcd", "abcd", move('a', 2));

        assertThat(names(order.channels())).isEqualTo("bcad");
        assertThat(names(order.changed())).isEqualTo("bca");
    }

    @Test
    void whatMovesUpPushesTheOthersDown() {
        var order = ordered("abcd", "abcd", move('d', 1));

        assertThat(names(order.channels())).isEqualTo("adbc");
        assertThat(names(order.changed())).isEqualTo("dbc");
    }

    @Test
    void aWholeListIsTakenAsItIsWhateverItsNumbers() {
        var order = ordered("abcd", "abcd", move('c', 10), move('a', 500), move('d', 7), move('b', 11));

        assertThat(names(order.channels())).isEqualTo("dcba");
    }

    @Test
    void aPlaceBeyondTheEndIsTheEnd() {
        assertThat(names(ordered("abc", "abc", move('a', 99)).channels())).isEqualTo("bca");
    }

    @Test
    void hiddenChannelsStayWhereTheyAre() {
        var order = ordered("XaYbcZ", "abc", move('c', 0));

        assertThat(names(order.channels())).isEqualTo("XcYabZ");
        assertThat(names(order.changed())).isEqualTo("cab");
    }

    @Test
    void theVisibleOnesInTheirPresentOrderChangeNothing() {
        var order = ordered("XaYbcZ", "abc", move('a', 0), move('b', 1), move('c', 2));

        assertThat(names(order.channels())).isEqualTo("XaYbcZ");
        assertThat(order.changed()).isEmpty();
    }

    @Test
    void gapsAreClosed() {
        var all = List.of(channel('a', 3), channel('b', 7), channel('c', 20));

        var order = ChannelOrder.of(all, ids(all), List.of(move('c', 7)));

        assertThat(names(order.channels())).isEqualTo("acb");
        assertThat(order.channels()).extracting(Channel::position).containsExactly(0, 1, 2);
    }

    @Test
    void aHiddenChannelIsNotFound() {
        refused("channel_not_found", "Xab", "ab", move('X', 1));
        refused("channel_not_found", "ab", "ab", move('c', 1));
    }

    @Test
    void noChannelAndNoPlaceComesTwice() {
        refused("invalid_request", "abc", "abc", move('a', 1), move('a', 2));
        refused("invalid_request", "abc", "abc", move('a', 1), move('b', 1));
    }

    private static void refused(String code, String all, String seen, ChannelOrder.Move... moves) {
        assertThatThrownBy(() -> ordered(all, seen, moves))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.code().code()).isEqualTo(code));
    }

    private static ChannelOrder ordered(String all, String seen, ChannelOrder.Move... moves) {
        var channels = new ArrayList<Channel>();
        all.chars().forEach(name -> channels.add(channel((char) name, channels.size())));
        var visible = seen.chars().mapToObj(name -> id((char) name)).collect(Collectors.toSet());
        return ChannelOrder.of(channels, visible, Stream.of(moves).toList());
    }

    private static ChannelOrder.Move move(char name, int position) {
        return new ChannelOrder.Move(id(name), position, Patch.absent());
    }

    private static Channel channel(char name, int position) {
        return new Channel(id(name), GUILD, "text", String.valueOf(name), null, position, null, 0, null, Instant.EPOCH);
    }

    private static Set<ChannelId> ids(List<Channel> channels) {
        return channels.stream().map(Channel::id).collect(Collectors.toSet());
    }

    private static ChannelId id(char name) {
        return new ChannelId("01J%023d".formatted((int) name));
    }

    private static String names(List<Channel> channels) {
        return channels.stream().map(Channel::name).collect(Collectors.joining());
    }
}
