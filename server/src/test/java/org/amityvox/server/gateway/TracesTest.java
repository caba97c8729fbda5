// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.json.Json;
import org.junit.jupiter.api.Test;

/// State plus events equals state. Each test writes down READY, what an act is told as, and READY
/// afterwards; the tests of the web client apply the events to the first and must get the last.
///
/// Run with `-Damityvox.write=true` to write the files anew; otherwise what is there must still be
/// true.
class TracesTest extends ServerTest {
    private static final Path TRACES = Path.of(System.getProperty("amityvox.checkout"), "web", "tests", "traces");
    private static final boolean WRITE = Boolean.getBoolean("amityvox.write");
    private static final Pattern ID = Pattern.compile("\\b[0-7][0-9A-HJKMNP-TV-Z]{25}\\b");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    private static final Pattern NAME = Pattern.compile("person_\\d+");
    private static final List<String> NAMES = List.of("ada", "ben", "cleo", "dora", "emil");
    private static final Json JSON = new Json();

    /// Answers to one session, what passes without leaving anything, and what comes in the traces of others.
    private static final Set<String> WITHOUT_TRACE = Set.of("READY", "RESUMED", "GUILD_MEMBERS_CHUNK", "TYPING_START");

    @Test
    void messageCreate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace("MESSAGE_CREATE", viewer, () -> given.message(guild.owner(), guild.channel(), "hello"), "MESSAGE_CREATE");
    }

    @Test
    void messageUpdate() {
        var guild = given.guild();
        var viewer = guild.member();
        var message = given.message(guild.owner(), guild.channel(), "hello");

        trace(
                "MESSAGE_UPDATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("content", "hello again")
                        .patch("/api/v1/channels/{}/messages/{}", guild.channel(), message)
                        .expect(200),
                "MESSAGE_UPDATE");
    }

    @Test
    void messageDelete() {
        var guild = given.guild();
        var viewer = guild.member();
        given.message(guild.owner(), guild.channel(), "first");
        var newest = given.message(guild.owner(), guild.channel(), "second");

        trace(
                "MESSAGE_DELETE",
                viewer,
                () -> api.as(guild.owner())
                        .delete("/api/v1/channels/{}/messages/{}", guild.channel(), newest)
                        .expect(204),
                "MESSAGE_DELETE",
                "CHANNEL_UPDATE");
    }

    @Test
    void messageDeleteBulk() {
        var guild = given.guild();
        var viewer = guild.member();
        var banned = guild.member();
        given.message(guild.owner(), guild.channel(), "kept");
        given.message(banned, guild.channel(), "first");
        given.message(banned, guild.channel(), "second");

        trace(
                "MESSAGE_DELETE_BULK",
                viewer,
                () -> api.as(guild.owner())
                        .with("delete_message_seconds", 3600)
                        .put("/api/v1/guilds/{}/bans/{}", guild.id(), banned)
                        .expect(200),
                "GUILD_MEMBER_REMOVE",
                "GUILD_UPDATE",
                "MESSAGE_DELETE_BULK",
                "CHANNEL_UPDATE");
    }

    @Test
    void channelCreate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace("CHANNEL_CREATE", viewer, () -> given.channel(guild, "plans"), "CHANNEL_CREATE", "GUILD_ACCESS_UPDATE");
    }

    @Test
    void channelUpdate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace(
                "CHANNEL_UPDATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("name", "square")
                        .with("topic", "Everything")
                        .with("slowmode_seconds", 30)
                        .patch("/api/v1/channels/{}", guild.channel())
                        .expect(200),
                "CHANNEL_UPDATE");
    }

    @Test
    void channelDelete() {
        var guild = given.guild();
        var viewer = guild.member();
        var category = given.category(guild, "Plans");
        given.channelIn(guild, category, "dates");

        trace(
                "CHANNEL_DELETE",
                viewer,
                () -> api.as(guild.owner())
                        .delete("/api/v1/channels/{}", category)
                        .expect(204),
                "CHANNEL_DELETE",
                "GUILD_ACCESS_UPDATE");
    }

    @Test
    void guildAccessUpdate() {
        var guild = given.guild();
        var viewer = guild.member();
        var hidden = given.channel(guild, "plans").id();

        trace(
                "GUILD_ACCESS_UPDATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("target_type", "role")
                        .with("permissions_deny", List.of("view_channel"))
                        .put("/api/v1/channels/{}/permissions/{}", hidden, guild.id())
                        .expect(200),
                "GUILD_ACCESS_UPDATE");
    }

    @Test
    void guildCreate() {
        var guild = given.guild();
        given.message(guild.owner(), guild.channel(), "hello");
        var newcomer = given.guild().owner();

        trace("GUILD_CREATE", newcomer, () -> guild.joins(newcomer), "GUILD_CREATE");
    }

    @Test
    void guildMemberAdd() {
        var guild = given.guild();
        var newcomer = given.person();

        trace("GUILD_MEMBER_ADD", guild.owner(), () -> guild.joins(newcomer), "GUILD_MEMBER_ADD", "GUILD_UPDATE");
    }

    @Test
    void guildUpdate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace(
                "GUILD_UPDATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("name", "Village")
                        .with("description", "A place for us")
                        .patch("/api/v1/guilds/{}", guild.id())
                        .expect(200),
                "GUILD_UPDATE");
    }

    @Test
    void guildDelete() {
        var guild = given.guild();
        var viewer = guild.member();
        given.guild(viewer);

        trace(
                "GUILD_DELETE",
                viewer,
                () -> api.as(guild.owner())
                        .delete("/api/v1/guilds/{}", guild.id())
                        .expect(204),
                "GUILD_DELETE");
    }

    @Test
    void guildMemberRemove() {
        var guild = given.guild();
        var leaver = guild.member();

        trace(
                "GUILD_MEMBER_REMOVE",
                guild.owner(),
                () -> api.as(leaver).post("/api/v1/guilds/{}/leave", guild.id()).expect(204),
                "GUILD_MEMBER_REMOVE",
                "GUILD_UPDATE");
    }

    @Test
    void guildMemberUpdate() {
        var guild = given.guild();
        var viewer = guild.member();
        var role = guild.role("Builders", Permission.MANAGE_CHANNELS);

        trace(
                "GUILD_MEMBER_UPDATE",
                viewer,
                () -> guild.give(viewer, role),
                "GUILD_MEMBER_UPDATE",
                "GUILD_ACCESS_UPDATE");
    }

    @Test
    void guildRoleCreate() {
        var guild = given.guild();
        var viewer = guild.member();
        guild.role("Builders");

        trace(
                "GUILD_ROLE_CREATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("name", "Gardeners")
                        .with("color", "#228833")
                        .with("permissions_allow", List.of("kick_members"))
                        .post("/api/v1/guilds/{}/roles", guild.id())
                        .expect(201),
                "GUILD_ROLE_CREATE",
                "GUILD_ROLE_UPDATE");
    }

    @Test
    void guildRoleUpdate() {
        var guild = given.guild();
        var role = guild.role("Builders");
        var viewer = guild.member();
        guild.give(viewer, role);

        trace(
                "GUILD_ROLE_UPDATE",
                viewer,
                () -> api.as(guild.owner())
                        .with("name", "Gardeners")
                        .with("permissions_allow", List.of("manage_channels"))
                        .patch("/api/v1/guilds/{}/roles/{}", guild.id(), role)
                        .expect(200),
                "GUILD_ROLE_UPDATE",
                "GUILD_ACCESS_UPDATE");
    }

    @Test
    void guildRoleDelete() {
        var guild = given.guild();
        var role = guild.role("Builders", Permission.MANAGE_CHANNELS);
        guild.role("Gardeners");
        var viewer = guild.member();
        guild.give(viewer, role);

        trace(
                "GUILD_ROLE_DELETE",
                viewer,
                () -> api.as(guild.owner())
                        .delete("/api/v1/guilds/{}/roles/{}", guild.id(), role)
                        .expect(204),
                "GUILD_ROLE_DELETE",
                "GUILD_ROLE_UPDATE",
                "GUILD_ACCESS_UPDATE");
    }

    @Test
    void userUpdate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace("USER_UPDATE", viewer, () -> rename(guild.owner()), "USER_UPDATE");
    }

    @Test
    void accountUpdate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace("ACCOUNT_UPDATE", viewer, () -> rename(viewer), "USER_UPDATE", "ACCOUNT_UPDATE", "PRESENCE_UPDATE");
    }

    @Test
    void presenceUpdate() {
        var guild = given.guild();
        var viewer = guild.member();

        trace("PRESENCE_UPDATE", viewer, () -> server.connect(guild.owner()), "PRESENCE_UPDATE");
    }

    @Test
    void readStateUpdate() {
        var guild = given.guild();
        var viewer = guild.member();
        var message = given.message(guild);

        trace(
                "READ_STATE_UPDATE",
                viewer,
                () -> api.as(viewer)
                        .with("message_id", message.value())
                        .post("/api/v1/channels/{}/ack", guild.channel())
                        .expect(200),
                "READ_STATE_UPDATE");
    }

    private void rename(Person person) {
        api.as(person)
                .with("display_name", "Another Name")
                .with("status", "idle")
                .patch("/api/v1/users/@me")
                .expect(200);
    }

    @Test
    void everyEventHasATrace() throws IOException {
        var events = server.events().stream().map(WireType::name).collect(Collectors.toSet());

        try (var files = Files.list(TRACES)) {
            var traced = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""));
            assertThat(Stream.concat(traced, WITHOUT_TRACE.stream())).containsExactlyInAnyOrderElementsOf(events);
        }
    }

    private void trace(String name, Person viewer, Runnable act, String... events) {
        var socket = connectOnceSeen(viewer);
        var before = socket.ready();
        act.run();
        server.settle();
        var told = told(socket, List.of(events));
        var after = server.connect(viewer).ready();

        assertThat(told).extracting(GatewayFrame::t).containsExactly(events);
        var trace = Json.object("before", before.present(), "events", events(told), "after", after.present());
        keep(TRACES.resolve(name + ".json"), stable(JSON.writePretty(trace)));
    }

    /// A socket whose account was known to be there when it began.
    private GatewayClient connectOnceSeen(Person viewer) {
        var first = server.connect(viewer);
        if (!first.ready().list("guilds").isEmpty()) {
            first.awaitSeen(viewer, "online");
        }
        return server.connect(viewer);
    }

    /// All that a socket was told, at least these events: ephemeral ones may still be on their way. What is told of
    /// presences comes last here, if it is among them; otherwise nobody's changed.
    private static List<GatewayFrame> told(GatewayClient socket, List<String> events) {
        var told = new ArrayList<GatewayFrame>();
        var ofPresences = events.contains("PRESENCE_UPDATE");
        var others =
                events.stream().filter(name -> !name.equals("PRESENCE_UPDATE")).toList();
        others.forEach(_ -> told.add(socket.next()));
        socket.send(GatewayClient.HEARTBEAT, null);
        told.addAll(socket.framesUntil(frame -> frame.op() == GatewayClient.HEARTBEAT_ACK));
        told.removeLast();
        if (ofPresences) {
            told.add(socket.nextPresenceFrame());
        }
        return told;
    }

    private static List<Map<String, Object>> events(List<GatewayFrame> frames) {
        return frames.stream()
                .map(frame -> Json.object(
                        "t", String.valueOf(frame.t()), "d", frame.d().present()))
                .toList();
    }

    private static void keep(Path file, String text) {
        try {
            if (WRITE) {
                Files.writeString(file, text);
            }
            assertThat(byAppearance(Files.readString(file)))
                    .as("%s is not what the server tells; write it anew with -Damityvox.write=true", file)
                    .isEqualTo(byAppearance(text));
        } catch (IOException e) {
            throw new AssertionError("Write the traces with -Damityvox.write=true", e);
        }
    }

    /// Ids numbered as they come. Things that are made within one millisecond have no age to go by, so two runs may
    /// number them differently.
    private static String byAppearance(String text) {
        var stable = new HashMap<String, String>();
        return replaced(text, ID, id -> stable.computeIfAbsent(id, _ -> "id " + (stable.size() + 1)));
    }

    /// The same text for every run: ids by age (within a millisecond by appearance), people by appearance, one time.
    private static String stable(String text) {
        var timeless = replaced(text, TIME, _ -> "2026-01-01T12:00:00.000Z");
        return replaced(replaced(timeless, NAME, people(text)), ID, ids(text));
    }

    private static UnaryOperator<String> people(String text) {
        var names = new HashMap<String, String>();
        NAME.matcher(text).results().forEach(match -> names.putIfAbsent(match.group(), NAMES.get(names.size())));
        return name -> names.getOrDefault(name, name);
    }

    private static UnaryOperator<String> ids(String text) {
        var byMillisecond = new TreeMap<String, Set<String>>();
        ID.matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(id -> byMillisecond
                        .computeIfAbsent(id.substring(0, 10), _ -> new LinkedHashSet<>())
                        .add(id));
        var stable = new HashMap<String, String>();
        byMillisecond.values().stream()
                .flatMap(Set::stream)
                .forEach(id -> stable.put(id, "01J%023d".formatted(stable.size() + 1)));
        return id -> stable.getOrDefault(id, id);
    }

    private static String replaced(String text, Pattern pattern, UnaryOperator<String> replacement) {
        return pattern.matcher(text).replaceAll(match -> replacement.apply(match.group()));
    }
}
