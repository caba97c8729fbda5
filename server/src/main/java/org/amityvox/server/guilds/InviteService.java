// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.accounts.AccountError.INVITE_NOT_FOUND;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.accounts.InviteAcceptor;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;

/// Invites: made by members, shown to anybody who holds the code, used exactly as often as they allow.
public final class InviteService implements InviteAcceptor {
    private static final Duration DEFAULT_AGE = Duration.ofDays(7);
    private static final int CODE_BYTES = 12;

    private final Database db;
    private final AccessService access;
    private final EventLog events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final InviteStore invites = new InviteStore();
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    InviteService(Database db, AccessService access, EventLog events, Clock clock) {
        this.db = db;
        this.access = access;
        this.events = events;
        this.clock = clock;
    }

    /// @param maxUses empty => any number
    /// @param maxAge zero => never expires; empty => a week
    public Invite create(Actor actor, GuildId guild, Optional<Integer> maxUses, Optional<Duration> maxAge) {
        access.guild(actor, guild).require(Permission.CREATE_INVITES);
        var bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        var code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var now = clock.instant();
        var age = maxAge.orElse(DEFAULT_AGE);
        var expiresAt = age.isZero() ? null : now.plus(age);
        return db.inTransaction(tx -> {
            invites.insert(tx, code, guild, actor.userId(), maxUses.orElse(null), expiresAt, now);
            return invites.find(tx, code).orElseThrow();
        });
    }

    /// Looking never uses an invite up.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `invite_not_found` (404), also when used up or expired
    public Invite get(String code) {
        return db.single(tx -> invites.find(tx, code))
                .filter(invite -> invite.isUsable(clock.instant()))
                .orElseThrow(INVITE_NOT_FOUND::exception);
    }

    @Override
    public void requireValid(String code) {
        get(code);
    }

    /// Joins the invite's guild. A member who accepts again changes nothing and uses nothing up.
    public Guild accept(Actor actor, String code) {
        return db.inTransaction(tx -> join(tx, code, actor.userId(), clock.instant()));
    }

    @Override
    public void accept(Tx tx, String code, UserProfile user, Instant now) {
        join(tx, code, user.id(), now);
    }

    private Guild join(Tx tx, String code, UserId user, Instant now) {
        // Whoever comes at the same time waits here, so that each sees how often the invite has been used.
        invites.lock(tx, code);
        var invite = invites.find(tx, code).orElseThrow(INVITE_NOT_FOUND::exception);
        var own = members.guildsOf(tx, user);
        if (own.contains(invite.guild().id())) {
            return invite.guild();
        }
        if (!invite.isUsable(now)) {
            throw INVITE_NOT_FOUND.exception();
        }
        GuildService.requireRoomFor(own.size());
        if (!members.insert(tx, invite.guild().id(), user, now)) {
            // Another of this person's devices joined by another invite in this very moment.
            return guilds.list(tx, List.of(invite.guild().id())).getFirst();
        }
        var guild = guilds.addToMemberCount(tx, invite.guild().id(), 1);
        invites.countUse(tx, code);
        var member = members.list(tx, List.of(guild.id()), List.of(user)).getFirst();
        events.append(tx, new GuildEvent.MemberAdded(guild.id(), user), now, GuildHydrator.added(guild, member));
        return guild;
    }
}
