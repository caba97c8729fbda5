// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.accounts.AccountApi;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of guilds.
public final class GuildApi {
    private static final long MAX_INVITE_AGE_SECONDS = 365L * 24 * 60 * 60;
    private static final long MAX_INVITE_USES = 100_000;

    private GuildApi() {}

    /// A guild as its members see it.
    public record Guild(
            GuildId id, String name, @Nullable String description, UserId ownerId, int memberCount, Instant createdAt) {
        public static Guild of(org.amityvox.server.guilds.Guild guild) {
            return new Guild(
                    guild.id(),
                    guild.name(),
                    guild.description(),
                    guild.ownerId(),
                    guild.memberCount(),
                    guild.createdAt());
        }
    }

    /// A role, its permissions by name. `color` is `#rrggbb`; `@everyone` has the guild's id and position 0.
    public record Role(
            RoleId id,
            GuildId guildId,
            String name,
            @Nullable String color,
            boolean hoist,
            int position,
            List<String> permissionsAllow,
            List<String> permissionsDeny) {
        public static Role of(org.amityvox.server.guilds.Role role) {
            return new Role(
                    role.id(),
                    role.guildId(),
                    role.name(),
                    role.colorText(),
                    role.hoist(),
                    role.position(),
                    role.grant().allow().names(),
                    role.grant().deny().names());
        }
    }

    /// An account as a member. `role_ids` are the roles beyond `@everyone`; who has a `timeout_until` may not write.
    public record GuildMember(
            GuildId guildId,
            AccountApi.User user,
            @Nullable String nickname,
            List<RoleId> roleIds,
            Instant joinedAt,
            @Nullable Instant timeoutUntil) {
        public static GuildMember of(Member member) {
            return new GuildMember(
                    member.guildId(),
                    AccountApi.User.of(member.user()),
                    member.nickname(),
                    member.roleIds(),
                    member.joinedAt(),
                    member.timeoutUntil());
        }
    }

    /// An invite as anybody who holds its code sees it.
    public record Invite(
            String code,
            GuildId guildId,
            String guildName,
            int memberCount,
            AccountApi.@Nullable User inviter,
            @Nullable Integer maxUses,
            int uses,
            @Nullable Instant expiresAt,
            Instant createdAt) {
        public static Invite of(org.amityvox.server.guilds.Invite invite) {
            return new Invite(
                    invite.code(),
                    invite.guild().id(),
                    invite.guild().name(),
                    invite.guild().memberCount(),
                    invite.inviter() == null ? null : AccountApi.User.of(invite.inviter()),
                    invite.maxUses(),
                    invite.uses(),
                    invite.expiresAt(),
                    invite.createdAt());
        }
    }

    /// A guild that is no longer the receiver's.
    public record GuildDeleted(GuildId guildId, DepartureReason reason) {}

    /// Why a guild is no longer somebody's.
    public enum DepartureReason {
        /// It is gone for everybody.
        DELETED,
        /// They left it.
        LEFT,
        /// They were removed by somebody else.
        REMOVED
    }

    /// Somebody who is a member no more.
    public record GuildMemberRemoved(GuildId guildId, UserId userId) {}

    /// Makes a guild.
    public record GuildCreateRequest(
            @Nullable String name, @Nullable String nonce) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("name", name).min(1).max(100).singleLine();
            checks.optionalText("nonce", nonce).min(1).max(64);
        }
    }

    /// Changes a guild. A description of `null` is removed.
    public record GuildUpdateRequest(@Nullable String name, Patch<String> description) implements Body {
        @Override
        public void check(Checks checks) {
            checks.optionalText("name", name).min(1).max(100).singleLine();
            checks.optionalText("description", description.value()).max(1000);
        }
    }

    /// Gives a guild to another of its members.
    public record GuildTransferRequest(@Nullable UserId userId) implements Body {
        @Override
        public void check(Checks checks) {
            if (userId == null) {
                checks.fault("user_id", "required", "This field is missing.");
            }
        }
    }

    /// Makes an invite. Without `max_uses` it lets in any number; `max_age_seconds` 0 never expires.
    public record InviteCreateRequest(
            @Nullable Long maxUses, @Nullable Long maxAgeSeconds) implements Body {
        @Override
        public void check(Checks checks) {
            checks.range("max_uses", maxUses, 1, MAX_INVITE_USES);
            checks.range("max_age_seconds", maxAgeSeconds, 0, MAX_INVITE_AGE_SECONDS);
        }
    }
}
