// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amityvox.server.app.GatewayClient;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Tree;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.junit.jupiter.api.Test;

/// What is hidden from somebody does not exist for them: no event, no name, no id. What is opened is there at once,
/// with its history.
class HiddenChannelsTest extends ServerTest {
    private static final String CHANNEL = "/api/v1/channels/{}";
    private static final String OVERRIDE = "/api/v1/channels/{}/permissions/{}";
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @Test
    void aChannelThatIsHiddenFallsSilentOnOpenSockets() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        var socket = server.connect(member);
        given.message(guild.owner(), plans, "for all");
        socket.framesUntilMessage("for all");

        hide(guild, plans);
        assertThat(names(socket.await("GUILD_ACCESS_UPDATE").d())).containsExactly("general");

        makeNoise(guild, plans);
        assertSilent(socket, guild, plans, "secret plans");
        api.as(member).get(CHANNEL, plans).expectError(404, "channel_not_found");
        api.as(member).get(MESSAGES, plans).expectError(404, "channel_not_found");
    }

    @Test
    void aChannelThatIsOpenedIsThereWithItsHistory() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        hide(guild, plans);
        given.message(guild.owner(), plans, "long ago");
        var socket = server.connect(member);
        assertThat(socket.ready().at("guilds", 0, "channels").texts("name")).containsExactly("general");

        api.as(guild.owner()).delete(OVERRIDE, plans, guild.id()).expect(204);

        var view = socket.await("GUILD_ACCESS_UPDATE").d();
        assertThat(names(view)).containsExactly("general", "plans");
        assertThat(view.at("channels", 1, "permissions").list()).isNotEmpty();
        assertThat(api.as(member).get(MESSAGES, plans).expect(200).data().texts("content"))
                .containsExactly("long ago");
        given.message(guild.owner(), plans, "welcome");
        assertThat(socket.framesUntilMessage("welcome")).hasSize(1);
    }

    @Test
    void aRoleThatIsGivenOpensAndTakenHides() {
        var guild = given.guild();
        var member = guild.member();
        var friends = guild.role("friends");
        var plans = given.channel(guild, "plans").id();
        hide(guild, plans);
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_allow", List.of("view_channel"))
                .put(OVERRIDE, plans, friends)
                .expect(200);
        var socket = server.connect(member);

        guild.give(member, friends);

        assertThat(names(socket.await("GUILD_ACCESS_UPDATE").d())).containsExactly("general", "plans");
        given.message(guild.owner(), plans, "welcome");
        assertThat(socket.framesUntilMessage("welcome")).hasSize(1);

        guild.take(member, friends);

        assertThat(names(socket.await("GUILD_ACCESS_UPDATE").d())).containsExactly("general");
        makeNoise(guild, plans);
        assertSilent(socket, guild, plans, "secret plans");
    }

    @Test
    void aCategoryIsThereForThoseWhoSeeAChannelOfItAndForNobodyElse() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Committee");
        hide(guild, category);
        var minutes = given.channelIn(guild, category, "minutes");
        var socket = server.connect(member);
        var other = server.connect(guild.member());
        socket.await("GUILD_MEMBER_ADD");

        showTo(guild, minutes, member);

        var opened = socket.await("GUILD_ACCESS_UPDATE").d();
        assertThat(names(opened)).containsExactly("general", "Committee", "minutes");
        assertThat(opened.at("channels", 1, "permissions").value()).isEqualTo(List.of("view_channel"));
        assertThat(opened.text("channels", 2, "category_id")).isEqualTo(category.value());
        api.as(member).get(CHANNEL, category).expect(200);
        given.message(guild.owner(), guild.channel(), "the end");
        assertThat(text(other.framesUntilMessage("the end")))
                .doesNotContain(category.value())
                .doesNotContain(minutes.value());

        api.as(guild.owner()).delete(OVERRIDE, minutes, member).expect(204);

        assertThat(names(socket.await("GUILD_ACCESS_UPDATE").d())).containsExactly("general");
        api.as(member).get(CHANNEL, category).expectError(404, "channel_not_found");
    }

    @Test
    void noChannelNamesACategoryThatItsViewerDoesNotSee() {
        var guild = given.guild();
        var member = guild.member();
        var category = given.category(guild, "Committee");
        hide(guild, category);
        var socket = server.connect(member);

        api.as(guild.owner())
                .with("category_id", category)
                .patch(CHANNEL, guild.channel())
                .expect(200);
        var frames = socket.framesUntil(frame -> frame.is("CHANNEL_UPDATE"));

        // The list with the category comes before the event that names it.
        assertThat(frames).extracting(GatewayFrame::t).containsExactly("GUILD_ACCESS_UPDATE", "CHANNEL_UPDATE");
        assertThat(names(frames.getFirst().d())).containsExactly("general", "Committee");
        for (var person : List.of(member, guild.owner())) {
            assertCategoriesAreListed(server.connect(person).ready().at("guilds", 0, "channels"));
        }
    }

    @Test
    void nobodyHearsOfTheDeletionOfWhatTheyDidNotSee() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        hide(guild, plans);
        var socket = server.connect(member);
        var away = server.connect(member);
        away.close();
        var owner = server.connect(guild.owner());

        api.as(guild.owner()).delete(CHANNEL, plans).expect(204);

        assertSilent(socket, guild, plans, "plans");
        assertThat(owner.await("CHANNEL_DELETE").d().text("channel_id")).isEqualTo(plans.value());
        assertThat(text(resumed(member, away))).doesNotContain(plans.value());
    }

    @Test
    void whoWasAwayIsToldOfTheDeletionOfWhatTheySaw() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        var away = server.connect(member);
        away.close();
        given.message(guild.owner(), plans, "too late");
        api.as(guild.owner()).delete(CHANNEL, plans).expect(204);

        var frames = resumed(member, away);

        assertThat(frames)
                .extracting(GatewayFrame::t)
                .containsExactly("CHANNEL_DELETE", "GUILD_ACCESS_UPDATE", "RESUMED");
        assertThat(names(frames.get(1).d())).containsExactly("general");
    }

    @Test
    void whoComesBackHearsNothingOfWhatWasHiddenMeanwhile() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        var away = server.connect(member);
        away.close();
        given.message(guild.owner(), plans, "while it was open");
        makeNoise(guild, plans);
        hide(guild, plans);

        var frames = resumed(member, away);

        assertThat(text(frames))
                .doesNotContain(plans.value())
                .doesNotContain("while it was open")
                .doesNotContain("secret plans");
        assertThat(frames.get(frames.size() - 2).t()).isEqualTo("GUILD_ACCESS_UPDATE");
    }

    @Test
    void whoComesBackGetsWhatWasOpenedMeanwhile() {
        var guild = given.guild();
        var member = guild.member();
        var plans = given.channel(guild, "plans").id();
        hide(guild, plans);
        var away = server.connect(member);
        away.close();
        api.as(guild.owner()).delete(OVERRIDE, plans, guild.id()).expect(204);
        given.message(guild.owner(), plans, "welcome");

        var frames = resumed(member, away);

        assertThat(frames)
                .extracting(GatewayFrame::t)
                .containsExactly("GUILD_ACCESS_UPDATE", "MESSAGE_CREATE", "RESUMED");
        assertThat(names(frames.getFirst().d())).containsExactly("general", "plans");
    }

    private void hide(World guild, ChannelId channel) {
        api.as(guild.owner())
                .with("target_type", "role")
                .with("permissions_deny", List.of("view_channel"))
                .put(OVERRIDE, channel, guild.id())
                .expect(200);
    }

    private void showTo(World guild, ChannelId channel, Person person) {
        api.as(guild.owner())
                .with("target_type", "user")
                .with("permissions_allow", List.of("view_channel"))
                .put(OVERRIDE, channel, person)
                .expect(200);
    }

    /// Everything that can happen to a channel that goes on.
    private void makeNoise(World guild, ChannelId channel) {
        var owner = api.as(guild.owner());
        var message = given.message(guild.owner(), channel, "psst");
        owner.with("content", "psst!").patch(MESSAGES + "/{}", channel, message).expect(200);
        owner.delete(MESSAGES + "/{}", channel, message).expect(204);
        owner.with("name", "secret plans").patch(CHANNEL, channel).expect(200);
        owner.with("target_type", "role")
                .with("permissions_allow", List.of("manage_messages"))
                .put(OVERRIDE, channel, guild.role("Role for " + given.name()))
                .expect(200);
    }

    private void assertSilent(GatewayClient socket, World guild, ChannelId channel, String name) {
        given.message(guild.owner(), guild.channel(), "the end");
        assertThat(text(socket.framesUntilMessage("the end")))
                .doesNotContain(channel.value())
                .doesNotContain(name)
                .doesNotContain("psst");
    }

    private static void assertCategoriesAreListed(Tree channels) {
        assertThat(channels.list()).anyMatch(channel -> channel.has("category_id"));
        var ids = channels.texts("id");
        assertThat(channels.list().stream()
                        .filter(channel -> channel.has("category_id"))
                        .map(channel -> channel.text("category_id")))
                .isSubsetOf(ids);
    }

    private static List<String> names(Tree view) {
        return view.at("channels").texts("name");
    }

    private static String text(List<GatewayFrame> frames) {
        return String.valueOf(frames);
    }

    /// All that a session is told when it comes back, RESUMED last.
    private List<GatewayFrame> resumed(Person person, GatewayClient before) {
        server.settle();
        var socket = server.socket();
        socket.resume(person, before.sessionId(), before.cursor());
        return socket.framesUntil(frame -> frame.is("RESUMED"));
    }
}
