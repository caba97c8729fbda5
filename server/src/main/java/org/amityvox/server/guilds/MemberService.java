// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Nicknames, time-outs and kicks.
public final class MemberService {
    /// The most characters that a reason has.
    static final int MAX_REASON = 512;

    static final Duration MAX_TIMEOUT = Duration.ofDays(28);

    private final Database db;
    private final AccessService access;
    private final AuditLog audit;
    private final EventLog events;
    private final Departures departures;
    private final Clock clock;
    private final MemberStore members = new MemberStore();
    private final TimeoutStore timeouts = new TimeoutStore();

    MemberService(
            Database db, AccessService access, AuditLog audit, EventLog events, Departures departures, Clock clock) {
        this.db = db;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.departures = departures;
        this.clock = clock;
    }

    public Member get(Actor actor, GuildId guild, UserId user) {
        access.guild(actor, guild);
        return db.single(tx -> find(tx, guild, user));
    }

    /// Changes a nickname, a time-out or both: all that is asked for, or nothing.
    public Member update(Actor actor, GuildId guild, UserId user, Patch<String> nickname, Patch<Instant> timeoutUntil) {
        var now = clock.instant();
        var until = timeoutUntil.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        return access.holding(actor, guild, (tx, own) -> {
            var target = access.member(tx, own, user).orElseThrow(GuildError.MEMBER_NOT_FOUND::exception);
            var before = find(tx, guild, user);
            if (nickname instanceof Patch.Present<String>) {
                requireMayRename(own, user, target);
            }
            if (until instanceof Patch.Present<Instant>(var end)) {
                requireMayTimeOut(own, target, end, now);
            }
            return changed(tx, own, before, nickname.over(before.nickname()), until.over(before.timeoutUntil()), now);
        });
    }

    /// Removes a member, who may come back with an invite.
    public void kick(Actor actor, GuildId guild, UserId user, @Nullable String reason) {
        var now = clock.instant();
        access.change(actor, guild, (tx, own) -> {
            own.require(Permission.KICK_MEMBERS);
            var member = find(tx, guild, user);
            access.member(tx, own, user).ifPresent(own::requireAbove);
            audit.add(
                    tx,
                    AuditEntry.of(guild, actor.userId(), AuditAction.MEMBER_KICKED, user.value())
                            .named(member.user().username())
                            .because(reason),
                    now);
            return departures.take(tx, new GuildEvent.MemberRemoved(guild, user, actor.userId()), now);
        });
    }

    /// Time-outs that are over: what they have taken is given back.
    DueJob.Due due() {
        return new DueJob.Due() {
            @Override
            public List<GuildId> guilds(Tx tx, Instant now) {
                return timeouts.guildsDue(tx, now);
            }

            @Override
            public int end(Tx tx, GuildId guild, Instant now, int most) {
                return endTimeouts(tx, guild, now, most);
            }
        };
    }

    private int endTimeouts(Tx tx, GuildId guild, Instant now, int most) {
        var ended = timeouts.deleteDue(tx, guild, now, most);
        var there = members.list(tx, List.of(guild), ended);
        if (!there.isEmpty()) {
            access.raise(tx, guild);
        }
        for (var member : there) {
            events.append(
                    tx,
                    new GuildEvent.MemberRightsChanged(guild, member.user().id(), null),
                    now,
                    GuildHydrator.memberUpdated(member));
        }
        return ended.size();
    }

    private Member find(Tx tx, GuildId guild, UserId user) {
        return members.find(tx, guild, user).orElseThrow(GuildError.MEMBER_NOT_FOUND::exception);
    }

    private static void requireMayRename(GuildAccess own, UserId user, RightsClass target) {
        if (own.actor().userId().equals(user)) {
            own.require(Permission.CHANGE_NICKNAME);
        } else {
            own.require(Permission.MANAGE_NICKNAMES).requireAbove(target);
        }
    }

    /// Nobody stands above themselves, so this keeps people from changing their own time-outs.
    private static void requireMayTimeOut(GuildAccess own, RightsClass target, @Nullable Instant until, Instant now) {
        own.require(Permission.TIMEOUT_MEMBERS).requireAbove(target);
        if (until == null) {
            return;
        }
        if (target.inGuild().has(Permission.ADMINISTRATOR)) {
            throw MemberError.CANNOT_TIME_OUT_ADMINISTRATOR.exception();
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(MAX_TIMEOUT))) {
            new Checks()
                    .fault(
                            "timeout_until",
                            "range",
                            "Must lie in the future, at most %s days ahead.".formatted(MAX_TIMEOUT.toDays()))
                    .done();
        }
    }

    private Member changed(
            Tx tx,
            GuildAccess own,
            Member before,
            @Nullable String nickname,
            @Nullable Instant timeoutUntil,
            Instant now) {
        var guild = own.guildId();
        var actor = own.actor().userId();
        var user = before.user().id();
        var renamed = !Objects.equals(before.nickname(), nickname);
        var timed = !Objects.equals(before.timeoutUntil(), timeoutUntil);
        if (renamed) {
            members.setNickname(tx, guild, user, nickname);
            add(tx, own, before, AuditAction.MEMBER_UPDATED, "nickname", before.nickname(), nickname, now);
        }
        if (timed) {
            access.raise(tx, guild);
            if (timeoutUntil == null) {
                timeouts.delete(tx, guild, user);
            } else {
                timeouts.put(tx, guild, user, timeoutUntil);
            }
            var action = timeoutUntil == null ? AuditAction.MEMBER_TIMEOUT_REMOVED : AuditAction.MEMBER_TIMED_OUT;
            add(tx, own, before, action, "timeout_until", before.timeoutUntil(), timeoutUntil, now);
        }
        if (!renamed && !timed) {
            return before;
        }
        var after = find(tx, guild, user);
        events.append(
                tx,
                timed
                        ? new GuildEvent.MemberRightsChanged(guild, user, actor)
                        : new GuildEvent.MemberUpdated(guild, user, actor),
                now,
                GuildHydrator.memberUpdated(after));
        return after;
    }

    private void add(
            Tx tx,
            GuildAccess own,
            Member member,
            AuditAction action,
            String field,
            @Nullable Object before,
            @Nullable Object after,
            Instant now) {
        audit.add(
                tx,
                AuditEntry.of(
                                own.guildId(),
                                own.actor().userId(),
                                action,
                                member.user().id().value())
                        .named(member.user().username())
                        .changed(AuditEntry.fields(field, before), AuditEntry.fields(field, after)),
                now);
    }
}
