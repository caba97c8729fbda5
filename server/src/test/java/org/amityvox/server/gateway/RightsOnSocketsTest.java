// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every way to change rights, against sockets that are open and against sockets that come back: afterwards each knows
/// what a new session would be told, and none has heard of what its owner may not see.
class RightsOnSocketsTest extends ServerTest {
    private static final String OVERRIDE = "/api/v1/channels/{}/permissions/{}";
    private static final String ROLE_OF = "/api/v1/guilds/{}/members/{}/roles/{}";

    private static final List<Change> CHANGES = List.of(
            change("a role is given", scene -> scene.giveKey()),
            change(
                    "a role is taken",
                    Scene::giveKey,
                    scene -> scene.owner()
                            .delete(ROLE_OF, scene.guild.id(), scene.member, scene.key)
                            .expect(204)),
            change(
                    "a role is edited",
                    Scene::giveKey,
                    scene -> scene.owner()
                            .with("permissions_allow", List.of("kick_members"))
                            .with("permissions_deny", List.of("send_messages"))
                            .patch("/api/v1/guilds/{}/roles/{}", scene.guild.id(), scene.key)
                            .expect(200)),
            change(
                    "`@everyone` is edited",
                    scene -> scene.owner()
                            .with("permissions_allow", List.of("read_history"))
                            .patch("/api/v1/guilds/{}/roles/{}", scene.guild.id(), scene.guild.id())
                            .expect(200)),
            change(
                    "a role is deleted",
                    Scene::giveKey,
                    scene -> scene.owner()
                            .delete("/api/v1/guilds/{}/roles/{}", scene.guild.id(), scene.key)
                            .expect(204)),
            change(
                    "roles change places",
                    Scene::giveTwo,
                    scene -> scene.owner()
                            .withBody("[{\"id\":\"%s\",\"position\":1},{\"id\":\"%s\",\"position\":2}]"
                                    .formatted(scene.gag, scene.key))
                            .patch("/api/v1/guilds/{}/roles", scene.guild.id())
                            .expect(200)),
            change(
                    "a channel is hidden from everybody",
                    scene -> scene.override(
                            scene.open, "role", scene.guild.id().value(), List.of(), List.of("view_channel"))),
            change(
                    "a channel is opened to everybody",
                    scene -> scene.owner()
                            .delete(OVERRIDE, scene.hidden, scene.guild.id())
                            .expect(204)),
            change(
                    "a channel is opened to one member",
                    scene -> scene.override(
                            scene.hidden, "user", scene.member.id().value(), List.of("view_channel"), List.of())),
            change(
                    "an override of a member is removed",
                    scene -> scene.override(
                            scene.hidden, "user", scene.member.id().value(), List.of("view_channel"), List.of()),
                    scene -> scene.owner()
                            .delete(OVERRIDE, scene.hidden, scene.member)
                            .expect(204)),
            change(
                    "an override takes writing away",
                    scene -> scene.override(
                            scene.open, "user", scene.member.id().value(), List.of(), List.of("send_messages"))),
            change(
                    "a channel is made",
                    scene -> scene.owner()
                            .with("name", "fresh")
                            .post("/api/v1/guilds/{}/channels", scene.guild.id())
                            .expect(201)),
            change(
                    "a channel is made in a hidden category",
                    scene -> scene.owner()
                            .with("name", "secretfresh")
                            .with("category_id", scene.category.value())
                            .post("/api/v1/guilds/{}/channels", scene.guild.id())
                            .expect(201)),
            change(
                    "a channel in a hidden category is opened",
                    scene -> scene.override(
                            scene.inside, "user", scene.member.id().value(), List.of("view_channel"), List.of())),
            change(
                    "a hidden category is opened with what is in it",
                    scene -> scene.override(
                            scene.category, "role", scene.guild.id().value(), List.of("view_channel"), List.of())),
            change(
                    "a channel moves into a hidden category",
                    scene -> scene.owner()
                            .with("category_id", scene.category.value())
                            .patch("/api/v1/channels/{}", scene.open)
                            .expect(200)),
            change(
                    "a channel is renamed",
                    scene -> scene.owner()
                            .with("name", "renamed")
                            .patch("/api/v1/channels/{}", scene.open)
                            .expect(200)),
            change(
                    "a hidden channel is renamed",
                    scene -> scene.owner()
                            .with("name", "secretrenamed")
                            .patch("/api/v1/channels/{}", scene.hidden)
                            .expect(200)),
            change(
                    "channels change places",
                    scene -> scene.owner()
                            .withBody("[{\"id\":\"%s\",\"position\":0}]".formatted(scene.open))
                            .patch("/api/v1/guilds/{}/channels", scene.guild.id())
                            .expect(200)),
            change(
                    "a channel is deleted",
                    scene -> scene.owner()
                            .delete("/api/v1/channels/{}", scene.open)
                            .expect(204)),
            change(
                    "a hidden channel is deleted",
                    scene -> scene.owner()
                            .delete("/api/v1/channels/{}", scene.hidden)
                            .expect(204)),
            change("a member is timed out", Scene::timeOut),
            change(
                    "a time-out is lifted",
                    Scene::timeOut,
                    scene -> scene.owner()
                            .with("timeout_until", null)
                            .patch("/api/v1/guilds/{}/members/{}", scene.guild.id(), scene.member)
                            .expect(200)),
            change(
                    "a member is kicked",
                    scene -> scene.owner()
                            .delete("/api/v1/guilds/{}/members/{}", scene.guild.id(), scene.member)
                            .expect(204)),
            change(
                    "a member is banned",
                    scene -> scene.owner()
                            .withBody("{}")
                            .put("/api/v1/guilds/{}/bans/{}", scene.guild.id(), scene.member)
                            .expect(200)),
            change(
                    "a member leaves",
                    scene -> scene.as(scene.member)
                            .post("/api/v1/guilds/{}/leave", scene.guild.id())
                            .expect(204)),
            change("a member leaves and comes back", scene -> {
                scene.as(scene.member)
                        .post("/api/v1/guilds/{}/leave", scene.guild.id())
                        .expect(204);
                scene.guild.joins(scene.member);
            }),
            change(
                    "the guild changes hands",
                    scene -> scene.owner()
                            .with("user_id", scene.member.id().value())
                            .post("/api/v1/guilds/{}/transfer", scene.guild.id())
                            .expect(200)),
            change(
                    "the guild is deleted",
                    scene -> scene.owner()
                            .delete("/api/v1/guilds/{}", scene.guild.id())
                            .expect(204)));

    /// One way to change rights, after what must be there before.
    private record Change(String name, Consumer<Scene> before, Consumer<Scene> act) {}

    private static Change change(String name, Consumer<Scene> act) {
        return new Change(name, _ -> {}, act);
    }

    private static Change change(String name, Consumer<Scene> before, Consumer<Scene> act) {
        return new Change(name, before, act);
    }

    /// A guild with open and hidden places and three people; all of them meet in a lobby beside it.
    private final class Scene {
        private final World guild = given.guild();
        private final World lobby = given.guild(guild.owner());
        private final Person member = guild.member();
        private final Person bystander = guild.member();
        private final RoleId key = guild.role("key", Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES);
        private final RoleId gag = guild.role("gag");
        private final ChannelId open = given.channel(guild, "meadow").id();
        private final ChannelId hidden = given.channel(guild, "secretcave").id();
        private final ChannelId category;
        private final ChannelId inside;

        Scene() {
            lobby.joins(member);
            lobby.joins(bystander);
            var everyone = guild.id().value();
            category = new ChannelId(owner().with("name", "secrethall")
                    .with("type", "category")
                    .post("/api/v1/guilds/{}/channels", guild.id())
                    .expect(201)
                    .data()
                    .text("id"));
            override(category, "role", everyone, List.of(), List.of("view_channel"));
            inside = new ChannelId(owner().with("name", "secretroom")
                    .with("category_id", category.value())
                    .post("/api/v1/guilds/{}/channels", guild.id())
                    .expect(201)
                    .data()
                    .text("id"));
            override(hidden, "role", everyone, List.of(), List.of("view_channel"));
            override(hidden, "role", key.value(), List.of("view_channel"), List.of());
            owner().with("permissions_deny", List.of("send_messages"))
                    .patch("/api/v1/guilds/{}/roles/{}", guild.id(), gag)
                    .expect(200);
        }

        Api as(Person person) {
            return api.as(person);
        }

        Api owner() {
            return as(guild.owner());
        }

        void giveKey() {
            owner().send("PUT", ROLE_OF, guild.id(), member, key).expect(204);
        }

        void giveTwo() {
            giveKey();
            owner().send("PUT", ROLE_OF, guild.id(), member, gag).expect(204);
        }

        void timeOut() {
            owner().with(
                            "timeout_until",
                            server.clock().instant().plus(Duration.ofHours(1)).toString())
                    .patch("/api/v1/guilds/{}/members/{}", guild.id(), member)
                    .expect(200);
        }

        void override(ChannelId channel, String type, String target, List<String> allow, List<String> deny) {
            owner().with("target_type", type)
                    .with("permissions_allow", allow)
                    .with("permissions_deny", deny)
                    .send("PUT", OVERRIDE, channel, target)
                    .expect(200);
        }

        List<Person> people() {
            return List.of(guild.owner(), member, bystander);
        }
    }

    @TestFactory
    Stream<DynamicTest> anOpenSocketKnowsWhatANewSessionWouldBeTold() {
        return CHANGES.stream()
                .map(change -> DynamicTest.dynamicTest(change.name(), () -> {
                    var scene = scene(change);
                    var sockets = scene.people().stream().map(server::connect).toList();
                    var before = views(scene);

                    change.act().accept(scene);

                    given.message(scene.guild.owner(), scene.lobby.channel(), "the end");
                    var heard = sockets.stream()
                            .map(socket -> socket.framesUntilMessage("the end"))
                            .toList();
                    compare(scene, sockets.stream().map(GatewayClient::ready).toList(), heard, before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aResumedSocketKnowsWhatANewSessionWouldBeTold() {
        return CHANGES.stream()
                .map(change -> DynamicTest.dynamicTest(change.name(), () -> {
                    var scene = scene(change);
                    var sockets = scene.people().stream().map(server::connect).toList();
                    sockets.forEach(GatewayClient::close);
                    var before = views(scene);

                    change.act().accept(scene);

                    given.message(scene.guild.owner(), scene.lobby.channel(), "the end");
                    server.settle();
                    var heard = new ArrayList<List<GatewayFrame>>();
                    for (var i = 0; i < sockets.size(); i++) {
                        var again = server.socket();
                        again.resume(
                                scene.people().get(i),
                                sockets.get(i).sessionId(),
                                sockets.get(i).readyCursor());
                        heard.add(again.framesUntil(frame -> frame.is("RESUMED")));
                    }
                    compare(scene, sockets.stream().map(GatewayClient::ready).toList(), heard, before);
                }));
    }

    private Scene scene(Change change) {
        var scene = new Scene();
        change.before().accept(scene);
        server.settle();
        return scene;
    }

    private List<Tree> views(Scene scene) {
        return scene.people().stream().map(this::fresh).toList();
    }

    private Tree fresh(Person person) {
        var socket = server.connect(person);
        socket.close();
        return socket.ready();
    }

    private void compare(Scene scene, List<Tree> ready, List<List<GatewayFrame>> heard, List<Tree> before) {
        var after = views(scene);
        var everything = new TreeSet<String>();
        Stream.concat(before.stream(), after.stream()).forEach(seen -> everything.addAll(secrets(seen, scene)));
        for (var i = 0; i < heard.size(); i++) {
            var view = new View(ready.get(i), scene);
            heard.get(i).forEach(view::apply);
            assertThat(view.state).as("person %s", i).isEqualTo(new View(after.get(i), scene).state);

            var unseen = new TreeSet<>(everything);
            unseen.removeAll(secrets(before.get(i), scene));
            unseen.removeAll(secrets(after.get(i), scene));
            var said = heard.get(i).toString();
            assertThat(unseen).as("person %s", i).noneMatch(said::contains);
        }
    }

    /// Ids and names of the channels that somebody sees.
    private static List<String> secrets(Tree ready, Scene scene) {
        return ready.list("guilds").stream()
                .filter(guild -> guild.text("id").equals(scene.guild.id().value()))
                .flatMap(guild -> guild.list("channels").stream())
                .flatMap(channel -> Stream.of(channel.text("id"), channel.text("name")))
                .filter(text -> !text.equals("general"))
                .toList();
    }

    /// What a client knows of the rights in the scene's guild: channel => permissions, and "guild" for the guild.
    private static final class View {
        private final String guild;
        private final Map<String, Object> state = new LinkedHashMap<>();

        View(Tree ready, Scene scene) {
            guild = scene.guild.id().value();
            ready.list("guilds").stream()
                    .filter(one -> one.text("id").equals(guild))
                    .forEach(this::replace);
        }

        void apply(GatewayFrame frame) {
            var about = frame.d().at("guild_id").value();
            if (frame.is("GUILD_CREATE") && guild.equals(frame.d().at("id").value())) {
                replace(frame.d());
            } else if (!guild.equals(about)) {
                return;
            } else if (frame.is("GUILD_ACCESS_UPDATE")) {
                replace(frame.d());
            } else if (frame.is("GUILD_DELETE")) {
                state.clear();
            } else if (frame.is("CHANNEL_DELETE")) {
                state.remove(frame.d().text("channel_id"));
            } else if (frame.is("CHANNEL_UPDATE")) {
                state.computeIfPresent(
                        frame.d().text("id"), (_, old) -> new Place(described(frame.d()), ((Place) old).permissions()));
            }
        }

        private void replace(Tree view) {
            state.clear();
            state.put("guild", view.at("permissions").present());
            view.list("channels")
                    .forEach(channel -> state.put(
                            channel.text("id"),
                            new Place(
                                    described(channel),
                                    channel.at("permissions").present())));
        }

        private static String described(Tree channel) {
            return "%s at %s in %s"
                    .formatted(
                            channel.text("name"),
                            channel.number("position"),
                            channel.at("category_id").value());
        }

        private record Place(String described, Object permissions) {}
    }
}
