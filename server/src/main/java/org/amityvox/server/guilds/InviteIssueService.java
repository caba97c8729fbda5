// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.accounts.AccountError.INVITE_NOT_FOUND;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.jspecify.annotations.Nullable;

/// Invites from the side of the guild: making, listing and ending them.
public final class InviteIssueService {
    private static final Duration DEFAULT_AGE = Duration.ofDays(7);
    private static final int CODE_BYTES = 12;

    private final Database db;
    private final AccessService access;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final InviteStore invites = new InviteStore();

    InviteIssueService(Database db, AccessService access, AuditLog audit, Clock clock) {
        this.db = db;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param maxUses empty => any number
    /// @param maxAge zero => never expires; empty => a week
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `missing_permission` or
    ///     `timed_out` (403)
    public Invite create(Actor actor, GuildId id, Optional<Integer> maxUses, Optional<Duration> maxAge) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.CREATE_INVITES);
            var code = code();
            var now = clock.instant();
            var age = maxAge.orElse(DEFAULT_AGE);
            var expiresAt = age.isZero() ? null : now.plus(age);
            invites.insert(tx, code, id, actor.userId(), maxUses.orElse(null), expiresAt, now);
            var invite = invites.find(tx, code).orElseThrow();
            audit.add(tx, entry(actor, AuditAction.INVITE_CREATED, invite).made(fields(invite)), now);
            return invite;
        });
    }

    private String code() {
        var bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The invites that still let somebody in, newest first, at most a thousand.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `missing_permission` (403)
    public List<Invite> list(Actor actor, GuildId id) {
        access.guild(actor, id).require(Permission.MANAGE_GUILD);
        return db.single(tx -> invites.usable(tx, id, clock.instant()));
    }

    /// Ends an invite: one's own, or any with the permission to manage the guild.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `invite_not_found` (404), also when used up or expired;
    ///     `guild_not_found` (404) for all but members; `missing_permission` (403)
    public void delete(Actor actor, String code) {
        var id = db.single(tx -> invites.find(tx, code))
                .map(invite -> invite.guild().id())
                .orElseThrow(INVITE_NOT_FOUND::exception);
        access.holding(actor, id, (tx, guild) -> {
            var now = clock.instant();
            var invite = invites.find(tx, code)
                    .filter(found -> found.isUsable(now))
                    .orElseThrow(INVITE_NOT_FOUND::exception);
            var inviter = invite.inviter();
            if (inviter == null || !inviter.id().equals(actor.userId())) {
                guild.require(Permission.MANAGE_GUILD);
            }
            invites.delete(tx, code);
            audit.add(tx, entry(actor, AuditAction.INVITE_DELETED, invite).removed(fields(invite)), now);
            return true;
        });
    }

    private static AuditEntry entry(Actor actor, AuditAction action, Invite invite) {
        return AuditEntry.of(invite.guild().id(), actor.userId(), action, invite.code());
    }

    private static Map<String, @Nullable Object> fields(Invite invite) {
        var inviter = invite.inviter();
        return AuditEntry.fields(
                "inviter_id",
                inviter == null ? null : inviter.id(),
                "max_uses",
                invite.maxUses(),
                "expires_at",
                invite.expiresAt());
    }
}
