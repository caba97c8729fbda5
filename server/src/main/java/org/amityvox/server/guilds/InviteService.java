// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.accounts.AccountError.INVITE_NOT_FOUND;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.amityvox.server.accounts.InviteAcceptor;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;

/// Using invites: they are shown to anybody who holds the code, and let in exactly as many as they allow.
public final class InviteService implements InviteAcceptor {
    private final Database db;
    private final EventLog events;
    private final Clock clock;
    private final InviteStore invites = new InviteStore();
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();
    private final BanStore bans = new BanStore();

    InviteService(Database db, EventLog events, Clock clock) {
        this.db = db;
        this.events = events;
        this.clock = clock;
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
        // Under the lock that banning takes too.
        if (bans.holds(tx, invite.guild().id(), user, now)) {
            throw MemberError.BANNED.exception();
        }
        GuildService.requireRoomFor(own.size());
        if (!members.insert(tx, invite.guild().id(), user, now)) {
            // Another of this person's devices joined by another invite in this very moment.
            return guilds.list(tx, List.of(invite.guild().id())).getFirst();
        }
        var guild = guilds.addToMemberCount(tx, invite.guild().id(), 1);
        invites.countUse(tx, code);
        var member = members.find(tx, guild.id(), user).orElseThrow();
        events.append(tx, new GuildEvent.MemberAdded(guild.id(), user), now, GuildHydrator.added(guild, member));
        return guild;
    }
}
