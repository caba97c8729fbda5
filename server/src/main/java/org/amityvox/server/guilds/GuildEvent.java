// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;
import org.jspecify.annotations.Nullable;

/// What happens to guilds.
public sealed interface GuildEvent extends Event {
    String CREATED = "guild_created";
    String UPDATED = "guild_updated";
    String MEMBER_ADDED = "guild_member_added";
    String BAN_REMOVED = "guild_ban_removed";
    String MEMBER_UPDATED = "guild_member_updated";

    WireType<GuildApi.Guild> GUILD_UPDATE =
            new WireType<>("GUILD_UPDATE", GuildApi.Guild.class, "Members of the guild");
    WireType<GuildApi.GuildMember> GUILD_MEMBER_ADD = new WireType<>(
            "GUILD_MEMBER_ADD", GuildApi.GuildMember.class, "Members of the guild but the one who joined");

    WireType<GuildApi.GuildMember> GUILD_MEMBER_UPDATE =
            new WireType<>("GUILD_MEMBER_UPDATE", GuildApi.GuildMember.class, "Members of the guild");
    WireType<GuildApi.GuildMemberRemoved> GUILD_MEMBER_REMOVE = new WireType<>(
            "GUILD_MEMBER_REMOVE",
            GuildApi.GuildMemberRemoved.class,
            "Members of the guild; whoever left or was removed gets GUILD_DELETE");
    WireType<GuildApi.GuildDeleted> GUILD_DELETE = new WireType<>(
            "GUILD_DELETE",
            GuildApi.GuildDeleted.class,
            "Members of a guild that is gone, and whoever left or was removed from one");

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

    /// Name or description changed.
    record Updated(GuildId guildId, UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(UPDATED).guild(guildId).actor(actor);
        }
    }

    /// The owner gave the guild to another member.
    record OwnerChanged(GuildId guildId, UserId newOwner, UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.GUILD_OWNER_CHANGED)
                    .guild(guildId)
                    .object(newOwner)
                    .actor(actor);
        }
    }

    /// The guild is gone, for everybody.
    record Deleted(GuildId guildId, UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.GUILD_DELETED).guild(guildId).actor(actor);
        }
    }

    /// A member's nickname changed.
    record MemberUpdated(GuildId guildId, UserId member, UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            return LogRow.of(MEMBER_UPDATED).guild(guildId).user(member).actor(actor);
        }
    }

    /// A member was given or lost a role, or was timed out or is no more; without an actor a time-out ran out.
    record MemberRightsChanged(
            GuildId guildId, UserId member, @Nullable UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            var row =
                    LogRow.of(RightsChange.MEMBER_RIGHTS_CHANGED).guild(guildId).user(member);
            return actor == null ? row : row.actor(actor);
        }
    }

    /// Somebody is a member no more.
    sealed interface MemberGone extends GuildEvent {
        GuildId guildId();

        UserId member();

        GuildApi.DepartureReason reason();
    }

    /// A member left.
    record MemberLeft(GuildId guildId, UserId member) implements MemberGone {
        @Override
        public GuildApi.DepartureReason reason() {
            return GuildApi.DepartureReason.LEFT;
        }

        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.MEMBER_LEFT)
                    .guild(guildId)
                    .user(member)
                    .actor(member);
        }
    }

    /// A member was made to leave.
    record MemberRemoved(GuildId guildId, UserId member, UserId actor) implements MemberGone {
        @Override
        public GuildApi.DepartureReason reason() {
            return GuildApi.DepartureReason.REMOVED;
        }

        @Override
        public LogRow row() {
            return LogRow.of(RightsChange.MEMBER_REMOVED)
                    .guild(guildId)
                    .user(member)
                    .actor(actor);
        }
    }

    /// A ban was lifted; without an actor it ran out. Nobody is told: whoever it concerned is no member.
    record BanRemoved(
            GuildId guildId, UserId user, @Nullable UserId actor) implements GuildEvent {
        @Override
        public LogRow row() {
            var row = LogRow.of(BAN_REMOVED).guild(guildId).user(user);
            return actor == null ? row : row.actor(actor);
        }
    }
}
