// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Together;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest extends ServerTest {
    private final Rights rights = new Rights(server);

    @Test
    void whoConnectsIsSeenAndSeesWhoIsThere() {
        var guild = given.guild();
        var member = guild.member();
        guild.member();
        var watch = watch(guild.owner());

        var socket = server.connect(member);

        watch.awaitPresence(member, "online");
        assertThat(GatewayClient.statuses(socket.ready()))
                .containsEntry(guild.owner().id().value(), "online")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(GatewayClient.statuses(server.connect(member).ready()))
                .isEqualTo(Map.of(
                        guild.owner().id().value(), "online",
                        member.id().value(), "online"));
    }

    @Test
    void somebodyIsGoneTenSecondsAfterTheLastOfTheirDevices() {
        var guild = given.guild();
        var member = guild.member();
        var marker = server.connect(guild.member());
        var watch = watch(guild.owner());
        var first = server.connect(member);
        var second = server.connect(member);
        watch.awaitPresence(member, "online");

        first.close();
        second.close();
        awaitLeaving(member);
        server.clock().advance(Duration.ofSeconds(9));
        server.presence().tick();
        idle(marker);
        assertThat(presencesUntil(watch, "idle"))
                .noneMatch(told -> told.containsKey(member.id().value()));
        server.clock().advance(Duration.ofSeconds(1));

        watch.awaitPresence(member, "offline");
        assertThat(GatewayClient.statuses(server.connect(guild.owner()).ready()))
                .doesNotContainKey(member.id().value());
    }

    @Test
    void whoLoadsThePageAnewDoesNotFlicker() {
        var guild = given.guild();
        var member = guild.member();
        var marker = server.connect(guild.member());
        var watch = watch(guild.owner());
        server.connect(member).close();
        watch.awaitPresence(member, "online");
        awaitLeaving(member);

        var again = server.connect(member);
        server.clock().advance(Duration.ofSeconds(30));
        server.presence().tick();
        idle(marker);

        assertThat(presencesUntil(watch, "idle"))
                .noneMatch(told -> told.containsKey(member.id().value()));
        again.send(GatewayClient.HEARTBEAT, null);
        again.await(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);
    }

    @Test
    void oneIsOnlineWhileAnyDeviceIsUsed() {
        var guild = given.guild();
        var member = guild.member();
        var watch = watch(guild.owner());
        var first = server.connect(member);
        var second = server.connect(member);
        watch.awaitPresence(member, "online");

        idle(first);
        idle(second);
        watch.awaitPresence(member, "idle");
        use(first);
        watch.awaitPresence(member, "online");
        first.close();

        watch.awaitPresence(member, "idle");
    }

    @Test
    void aDeviceMayBeginUnused() {
        var guild = given.guild();
        var member = guild.member();
        var watch = watch(guild.owner());

        var socket = server.socket();
        socket.send(GatewayClient.IDENTIFY, Map.of("token", member.token(), "status", "idle"));
        socket.awaitReady();

        watch.awaitPresence(member, "idle");
    }

    @Test
    void whatWasChosenIsSeenAtOnceWhateverTheDevicesDo() {
        var guild = given.guild();
        var member = guild.member();
        var watch = watch(guild.owner());
        var socket = server.connect(member);
        watch.awaitPresence(member, "online");

        choose(member, "dnd");
        watch.awaitPresence(member, "dnd");
        idle(socket);
        choose(member, "idle");
        watch.awaitPresence(member, "idle");
        use(socket);
        choose(member, "online");

        watch.awaitPresence(member, "online");
    }

    @Test
    void whoIsInvisibleOnTwoDevicesIsSeenNowhere() {
        var guild = given.guild();
        var hidden = guild.member();
        var marker = server.connect(guild.member());
        var watch = watch(guild.owner());
        var first = server.connect(hidden);
        watch.awaitPresence(hidden, "online");
        first.awaitPresence(hidden, "online");

        choose(hidden, "invisible");
        watch.awaitPresence(hidden, "offline");
        var second = server.connect(hidden);
        idle(first);
        use(first);
        idle(marker);

        assertThat(presencesUntil(watch, "idle"))
                .noneMatch(told -> told.containsKey(hidden.id().value()));
        assertThat(GatewayClient.statuses(server.connect(guild.owner()).ready()))
                .doesNotContainKey(hidden.id().value());
        assertThat(GatewayClient.statuses(second.ready()))
                .doesNotContainKey(hidden.id().value());
        assertThat(second.ready().text("user", "status")).isEqualTo("invisible");
        watch.send(GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value()));
        var chunk = watch.await("GUILD_MEMBERS_CHUNK").d();
        assertThat(chunk.list("members")).hasSize(3);
        assertThat(GatewayClient.statuses(chunk))
                .doesNotContainKey(hidden.id().value())
                .containsEntry(guild.owner().id().value(), "online");
        choose(hidden, "online");
        watch.awaitPresence(hidden, "online");
    }

    @Test
    void nobodyElseHearsThatSomebodyChoseAnotherStatus() {
        var guild = given.guild();
        var hidden = guild.member();
        choose(hidden, "invisible");
        var watch = server.connect(guild.owner());
        var own = server.connect(hidden);

        choose(hidden, "dnd");
        choose(hidden, "invisible");
        own.await("ACCOUNT_UPDATE");
        assertThat(own.await("ACCOUNT_UPDATE").d().text("status")).isEqualTo("invisible");
        given.message(guild.owner(), guild.channel(), "marker");

        assertThat(watch.framesUntilMessage("marker"))
                .extracting(GatewayFrame::t)
                .containsExactly("MESSAGE_CREATE");
    }

    @Test
    void whoSharesNoGuildIsNotTold() {
        var guild = given.guild();
        var member = guild.member();
        var stranger = server.connect(given.guild().owner());
        var watch = watch(guild.owner());

        var socket = server.connect(member);
        watch.awaitPresence(member, "online");
        idle(socket);
        watch.awaitPresence(member, "idle");

        assertThat(told(stranger))
                .noneMatch(told -> told.containsKey(member.id().value()));
        assertThat(GatewayClient.statuses(server.connect(given.guild().owner()).ready()))
                .doesNotContainKey(member.id().value());
    }

    @Test
    void whoWasRemovedIsNotToldAndNotToldOf() {
        var guild = given.guild();
        var member = guild.member();
        var removed = guild.member();
        var watch = watch(guild.owner());
        var socket = server.connect(member);
        var gone = server.connect(removed);
        watch.awaitPresence(removed, "online");
        gone.awaitPresence(removed, "online");
        rights.remove(guild, removed);
        watch.presencesSoFar();
        gone.presencesSoFar();

        idle(gone);
        idle(socket);

        assertThat(presencesUntil(watch, "idle"))
                .noneMatch(told -> told.containsKey(removed.id().value()));
        assertThat(told(gone)).noneMatch(told -> told.containsKey(member.id().value()));
    }

    @Test
    void whatComesLateOfSomebodyWhoWasRemovedIsNotSent() {
        var guild = given.guild();
        var removed = guild.member();
        var watch = watch(guild.owner());
        rights.remove(guild, removed);

        // As from another thread that had read the memberships just before.
        server.bus()
                .publishEphemeral(new EphemeralEvent(
                        new EphemeralEvent.Fellows(removed.id(), List.of(guild.id()), List.of()),
                        "PRESENCE_UPDATE",
                        "{\"presences\":[{\"user_id\":\"%s\",\"status\":\"idle\"}]}"
                                .formatted(removed.id().value())));
        choose(guild.owner(), "dnd");

        assertThat(presencesUntil(watch, "dnd"))
                .noneMatch(told -> told.containsKey(removed.id().value()));
    }

    @Test
    void whoJoinsIsIntroduced() {
        var guild = given.guild();
        var newcomer = given.person();
        var watch = watch(guild.owner());
        var socket = server.connect(newcomer);

        guild.joins(newcomer);

        watch.awaitPresence(newcomer, "online");
        socket.awaitPresence(guild.owner(), "online");
    }

    @Test
    void inALargeGuildOnlyWhoAskedForMembersIsTold() {
        var guild = given.guild();
        IntStream.range(0, 250).forEach(_ -> guild.member());
        var member = guild.member();
        var asking = server.connect(guild.owner());
        var silent = server.connect(guild.member());
        var socket = server.connect(member);
        ask(asking, guild, member);
        idle(socket);
        asking.awaitPresence(member, "idle");

        assertThat(GatewayClient.statuses(ask(asking, guild, member)))
                .containsEntry(member.id().value(), "idle");
        assertThat(told(silent)).isEmpty();
        assertThat(GatewayClient.statuses(silent.ready())).isEmpty();
        var again = server.connect(guild.owner());
        use(socket);
        asking.awaitPresence(member, "online");
        assertThat(told(again)).isEmpty();
    }

    private static Tree ask(GatewayClient socket, World guild, Person about) {
        socket.send(GatewayClient.REQUEST_MEMBERS, Map.of("guild_id", guild.id().value(), "query", about.username()));
        return socket.await("GUILD_MEMBERS_CHUNK").d();
    }

    @Test
    void whoResumesIsToldHowAllAreNow() {
        var guild = given.guild();
        var member = guild.member();
        var reader = server.connect(guild.owner());
        var socket = server.connect(member);
        reader.awaitPresence(member, "online");
        reader.close();
        choose(member, "dnd");
        socket.awaitPresence(member, "dnd");

        var again = server.socket();
        again.resume(guild.owner(), reader.sessionId(), reader.readyCursor());

        assertThat(GatewayClient.statuses(again.await("RESUMED").d()))
                .containsEntry(member.id().value(), "dnd");
    }

    @Test
    void manyWhoComeBackAtOnceMakeFewFrames() {
        var guild = given.guild();
        var people = IntStream.range(0, 120).mapToObj(_ -> guild.member()).toList();
        var begin = System.nanoTime();

        var sockets = Together.run(people.size(), number -> server.connectAtOnce(people.get(number)));
        var watch = server.connect(guild.owner());
        people.forEach(person -> watch.awaitSeen(person, "online"));
        var seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds() + 1;

        var frames = sockets.stream().mapToInt(socket -> told(socket).size()).sum();
        assertThat(frames).isLessThanOrEqualTo(Math.toIntExact(people.size() * (seconds + 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "5",
                "{\"status\":null}",
                "{\"status\":5}",
                "{\"status\":\"dnd\"}",
                "{\"status\":\"ONLINE\"}",
                "{\"status\":\"invisible\"}",
                "{\"status\":\"\"}"
            })
    void aWrongPresenceIsMalformed(String d) {
        var socket = server.connect(given.person());

        socket.sendText("{\"op\":3,\"d\":" + d + "}");

        assertThat(socket.awaitClose()).isEqualTo(4002);
    }

    @Test
    void aPresenceBeforeIdentifyingIsRefused() {
        var socket = server.socket();
        idle(socket);
        assertThat(socket.awaitClose()).isEqualTo(4003);

        var wrong = server.socket();
        wrong.send(GatewayClient.IDENTIFY, Map.of("token", given.person().token(), "status", "dnd"));
        assertThat(wrong.awaitClose()).isEqualTo(4002);
    }

    /// A socket that has seen that its own account is there: whatever comes now is news.
    private GatewayClient watch(Person person) {
        var socket = server.connect(person);
        socket.awaitSeen(person, "online");
        return socket;
    }

    /// Until the server has noticed that the last socket is gone.
    private void awaitLeaving(Person person) {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (server.presence().isConnected(person.id())) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static List<Map<String, String>> presencesUntil(GatewayClient socket, String status) {
        var all = new ArrayList<Map<String, String>>();
        do {
            all.add(socket.nextPresences());
        } while (!all.getLast().containsValue(status));
        return all;
    }

    /// All that a socket was told of presences: somebody else was told last, so it has been sent.
    private static List<Map<String, String>> told(GatewayClient socket) {
        socket.send(GatewayClient.HEARTBEAT, null);
        socket.await(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK);
        return socket.presencesSoFar();
    }

    private static void idle(GatewayClient socket) {
        socket.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "idle"));
    }

    private static void use(GatewayClient socket) {
        socket.send(GatewayClient.UPDATE_PRESENCE, Map.of("status", "online"));
    }

    private void choose(Person person, String status) {
        api.as(person).with("status", status).patch("/api/v1/users/@me").expect(200);
    }
}
