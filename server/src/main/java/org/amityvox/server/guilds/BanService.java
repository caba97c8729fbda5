// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Bans: whoever has one is no member and cannot become one until it is lifted or over.
public final class BanService {
    private final Database db;
    private final AccessService access;
    private final AuditLog audit;
    private final EventLog events;
    private final Departures departures;
    private final MessageRemover messages;
    private final Clock clock;
    private final BanStore bans = new BanStore();

    BanService(
            Database db,
            AccessService access,
            AuditLog audit,
            EventLog events,
            Departures departures,
            MessageRemover messages,
            Clock clock) {
        this.db = db;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.departures = departures;
        this.messages = messages;
        this.clock = clock;
    }

    /// @param duration empty => for ever
    /// @param deleteMessages how far back to remove what the account wrote; zero => not at all
    public record Terms(@Nullable String reason, Optional<Duration> duration, Duration deleteMessages) {}

    /// Bans by ascending account id.
    public List<Ban> list(Actor actor, GuildId guild, Optional<UserId> after, int limit) {
        access.guild(actor, guild).require(Permission.BAN_MEMBERS);
        return db.single(tx -> bans.page(tx, guild, after.map(UserId::value).orElse(""), limit));
    }

    public Ban get(Actor actor, GuildId guild, UserId user) {
        access.guild(actor, guild).require(Permission.BAN_MEMBERS);
        return db.single(tx -> bans.find(tx, guild, user)).orElseThrow(MemberError.BAN_NOT_FOUND::exception);
    }

    /// Bans an account, which may be no member; for one that is banned already the new terms count. What it wrote is
    /// removed after that, when it can write no more.
    public Ban ban(Actor actor, GuildId guild, UserId user, Terms terms) {
        var now = clock.instant();
        var ban = access.holding(actor, guild, (tx, own) -> {
            own.require(Permission.BAN_MEMBERS);
            access.member(tx, own, user).ifPresent(own::requireAbove);
            var target = bans.profile(tx, user).orElseThrow(MemberError.USER_NOT_FOUND::exception);
            set(tx, own, target, terms, now);
            var banned = bans.find(tx, guild, user).orElseThrow();
            if (own.rights().knows(user)) {
                access.raise(tx, guild);
                departures.take(tx, new GuildEvent.MemberRemoved(guild, user, actor.userId()), now);
            }
            return banned;
        });
        if (!terms.deleteMessages().isZero()) {
            messages.remove(guild, user, now.minus(terms.deleteMessages()), actor.userId());
        }
        return ban;
    }

    public void unban(Actor actor, GuildId guild, UserId user) {
        var now = clock.instant();
        access.holding(actor, guild, (tx, own) -> {
            own.require(Permission.BAN_MEMBERS);
            var ban = bans.find(tx, guild, user).orElseThrow(MemberError.BAN_NOT_FOUND::exception);
            bans.delete(tx, guild, user);
            audit.add(
                    tx,
                    AuditEntry.of(guild, actor.userId(), AuditAction.MEMBER_UNBANNED, user.value())
                            .named(ban.user().username())
                            .removed(terms(ban.reason(), ban.expiresAt())),
                    now);
            events.append(tx, new GuildEvent.BanRemoved(guild, user, actor.userId()), now);
            return true;
        });
    }

    /// Bans that are over.
    DueJob.Due due() {
        return new DueJob.Due() {
            @Override
            public List<GuildId> guilds(Tx tx, Instant now) {
                return bans.guildsDue(tx, now);
            }

            @Override
            public int end(Tx tx, GuildId guild, Instant now, int most) {
                var ended = bans.deleteDue(tx, guild, now, most);
                ended.forEach(user -> events.append(tx, new GuildEvent.BanRemoved(guild, user, null), now));
                return ended.size();
            }
        };
    }

    private void set(Tx tx, GuildAccess own, UserProfile target, Terms terms, Instant now) {
        var guild = own.guildId();
        var actor = own.actor().userId();
        var expiresAt = terms.duration().map(now::plus).orElse(null);
        var before = bans.find(tx, guild, target.id());
        if (before.filter(ban -> ban.hasTerms(terms.reason(), expiresAt)).isPresent()) {
            return;
        }
        bans.put(tx, guild, target.id(), terms.reason(), actor, expiresAt, now);
        var entry = AuditEntry.of(
                        guild, actor, AuditAction.MEMBER_BANNED, target.id().value())
                .named(target.username())
                .because(terms.reason());
        var after = terms(terms.reason(), expiresAt);
        audit.add(
                tx,
                before.map(ban -> entry.changed(terms(ban.reason(), ban.expiresAt()), after))
                        .orElseGet(() -> entry.made(after)),
                now);
    }

    private static Map<String, @Nullable Object> terms(@Nullable String reason, @Nullable Instant expiresAt) {
        return AuditEntry.fields("reason", reason, "expires_at", expiresAt);
    }
}
