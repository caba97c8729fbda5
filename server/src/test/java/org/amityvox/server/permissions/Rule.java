// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;

/// One rule of the resolver with an example that shows it. docs/permissions.md prints all of them.
///
/// A grant is written `name +gives -takes`; several are parted by `;`. Roles are listed from low to high and begin with
/// `@everyone`. Overrides name `@everyone`, a role or `me`.
///
/// @param says the rule, for people
/// @param member `owner`, `member`, `timed out` or `stranger`
/// @param roles of the guild; a role in brackets is not the member's
/// @param overrides of the channel
/// @param inGuild what the member may do in the guild, in the order of the enum; `everything` for all
/// @param inChannel the same in the channel
public record Rule(String says, String member, String roles, String overrides, String inGuild, String inChannel) {
    static final GuildId GUILD = new GuildId("01K00000000000000000000000");
    static final ChannelId CHANNEL = new ChannelId("01K0000000000000000000C000");
    private static final UserId ME = new UserId("01K0000000000000000000M000");
    private static final UserId OWNER = new UserId("01K0000000000000000000Z000");

    public static final List<Rule> ALL = List.of(
            rule("Who is no member may do nothing.", "stranger", "@everyone +view_channel +send_messages", "", "", ""),
            rule(
                    "The owner may do everything, whatever roles and overrides say.",
                    "owner",
                    "@everyone -view_channel",
                    "@everyone -view_channel; me -send_messages",
                    "everything",
                    "everything"),
            rule(
                    "`@everyone` is the beginning.",
                    "member",
                    "@everyone +view_channel +send_messages",
                    "",
                    "view_channel send_messages",
                    "view_channel send_messages"),
            rule(
                    "A role adds to it.",
                    "member",
                    "@everyone +view_channel; helper +kick_members",
                    "",
                    "kick_members view_channel",
                    "kick_members view_channel"),
            rule(
                    "A role takes from it.",
                    "member",
                    "@everyone +view_channel +send_messages; muted -send_messages",
                    "",
                    "view_channel",
                    "view_channel"),
            rule(
                    "A higher role beats a lower one when it gives …",
                    "member",
                    "@everyone +view_channel; muted -send_messages; friend +send_messages",
                    "",
                    "view_channel send_messages",
                    "view_channel send_messages"),
            rule(
                    "… and when it takes.",
                    "member",
                    "@everyone +view_channel; friend +send_messages; muted -send_messages",
                    "",
                    "view_channel",
                    "view_channel"),
            rule(
                    "What one role both gives and takes, it gives.",
                    "member",
                    "@everyone +view_channel; odd +send_messages -send_messages",
                    "",
                    "view_channel send_messages",
                    "view_channel send_messages"),
            rule(
                    "A role that the member does not have means nothing.",
                    "member",
                    "@everyone +view_channel; (chief +administrator)",
                    "(chief) +send_messages",
                    "view_channel",
                    "view_channel"),
            rule(
                    "Who has `administrator` may do everything; overrides do not hold for them.",
                    "member",
                    "@everyone; chief +administrator",
                    "@everyone -view_channel; chief -send_messages; me -read_history",
                    "everything",
                    "everything"),
            rule(
                    "A higher role takes `administrator` away like anything else.",
                    "member",
                    "@everyone +view_channel; chief +administrator; demoted -administrator",
                    "",
                    "view_channel",
                    "view_channel"),
            rule(
                    "Overrides come after all roles: that of `@everyone` first.",
                    "member",
                    "@everyone +view_channel +send_messages; friend +send_messages",
                    "@everyone -send_messages",
                    "view_channel send_messages",
                    "view_channel"),
            rule(
                    "An override of a role beats that of `@everyone`.",
                    "member",
                    "@everyone +view_channel; friend",
                    "@everyone -view_channel; friend +view_channel",
                    "view_channel",
                    "view_channel"),
            rule(
                    "Among overrides of roles, that of the higher role wins.",
                    "member",
                    "@everyone +view_channel +send_messages; low; high",
                    "high -send_messages; low +send_messages",
                    "view_channel send_messages",
                    "view_channel"),
            rule(
                    "The member's own override beats them all.",
                    "member",
                    "@everyone +view_channel; high",
                    "high -send_messages; me +send_messages",
                    "view_channel",
                    "view_channel send_messages"),
            rule(
                    "An override means nothing outside its channel.",
                    "member",
                    "@everyone +view_channel",
                    "me +send_messages +manage_messages",
                    "view_channel",
                    "view_channel send_messages manage_messages"),
            rule(
                    "Who may not view a channel may do nothing in it.",
                    "member",
                    "@everyone +view_channel +send_messages +manage_channels",
                    "@everyone -view_channel; me +send_messages",
                    "manage_channels view_channel send_messages",
                    ""),
            rule(
                    "A time-out takes writing and inviting, and beats every override.",
                    "timed out",
                    "@everyone +view_channel +read_history +send_messages +create_invites",
                    "me +send_messages",
                    "view_channel read_history",
                    "view_channel read_history"),
            rule(
                    "A time-out does not hold for administrators.",
                    "timed out",
                    "@everyone; chief +administrator",
                    "",
                    "everything",
                    "everything"),
            rule(
                    "A time-out does not hold for the owner.",
                    "timed out owner",
                    "@everyone",
                    "",
                    "everything",
                    "everything"));

    private static Rule rule(
            String says, String member, String roles, String overrides, String inGuild, String inChannel) {
        return new Rule(says, member, roles, overrides, inGuild, inChannel);
    }

    /// What the resolver makes of the example.
    Found find() {
        var ids = new HashMap<String, RoleId>();
        var owned = new ArrayList<RoleId>();
        var rights = new ArrayList<RoleRights>();
        for (var text : parts(roles)) {
            var mine = !text.startsWith("(");
            var words = words(text);
            var id = rights.isEmpty()
                    ? new RoleId(GUILD.value())
                    : new RoleId("01K0000000000000000000R00%s".formatted(rights.size()));
            ids.put(words.getFirst(), id);
            rights.add(new RoleRights(id, rights.size(), grant(words)));
            if (mine) {
                owned.add(id);
            }
        }
        var granted = new HashMap<String, Grant>();
        for (var text : parts(overrides)) {
            var words = words(text);
            var target = words.getFirst().equals("me")
                    ? ME.value()
                    : Optional.ofNullable(ids.get(words.getFirst()))
                            .orElseThrow()
                            .value();
            granted.put(target, grant(words));
        }
        var guild = new GuildRights(
                GUILD,
                member.contains("owner") ? ME : OWNER,
                1,
                rights,
                List.of(new ChannelRights(CHANNEL, false, null, 0, false, Map.copyOf(granted))));
        if (!member.equals("stranger")) {
            // The order in which a member's roles are stored means nothing.
            guild.add(ME, new MemberRights(owned.reversed(), member.startsWith("timed out") ? Instant.EPOCH : null));
        }
        return guild.ofMember(ME)
                .map(found -> new Found(text(found.inGuild()), text(found.in(CHANNEL))))
                .orElse(new Found("", ""));
    }

    record Found(String inGuild, String inChannel) {}

    private static String text(PermissionSet set) {
        return set.equals(PermissionSet.ALL) ? "everything" : String.join(" ", set.names());
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<String> words(String text) {
        return List.of(text.replaceAll("[()]", "").split(" ", -1));
    }

    private static Grant grant(List<String> words) {
        return new Grant(named(words, '+'), named(words, '-'));
    }

    private static PermissionSet named(List<String> words, char sign) {
        return PermissionSet.of(words.stream()
                .filter(word -> word.charAt(0) == sign)
                .map(word -> Permission.named(word.substring(1)).orElseThrow())
                .toArray(Permission[]::new));
    }

    /// Somebody who acts in an example.
    static Actor actor() {
        return new Actor(ME, new SessionId("01K0000000000000000000S000"));
    }

    @Override
    public String toString() {
        return says;
    }
}
