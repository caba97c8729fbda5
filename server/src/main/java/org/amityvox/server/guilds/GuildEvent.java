// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to guilds.
public sealed interface GuildEvent extends Event {
    String CREATED = "guild_created";
    String MEMBER_ADDED = "guild_member_added";

    WireType<GuildApi.Guild> GUILD_UPDATE =
            new WireType<>("GUILD_UPDATE", GuildApi.Guild.class, "Members of the guild");
    WireType<GuildApi.GuildMember> GUILD_MEMBER_ADD = new WireType<>(
            "GUILD_MEMBER_ADD", GuildApi.GuildMember.class, "Members of the guild but the one who joined");

    /// Somebody made a guild and is its first member.
    record Created(GuildId guildId, UserId owner) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(CREATED).guild(guildId).user(owner).actor(owner);
        }
    }

    /// Somebody joined.
    record MemberAdded(GuildId guildId, UserId member) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(MEMBER_ADDED).guild(guildId).user(member).actor(member);
        }
    }
}
