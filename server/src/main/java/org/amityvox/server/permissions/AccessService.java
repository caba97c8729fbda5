// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.cache.BoundedCache;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.LogRow;

/// The way to a guild or a channel on behalf of somebody: it comes together with what they may do there.
///
/// Decisions are made in this process, on replicas that are dropped when the log tells of a change. A write carries the
/// version of the replica it was decided on, so that a decision on an outdated one never commits.
public final class AccessService {
    private static final int MAX_GUILDS = 10_000;
    private static final int MAX_CHANNELS = 50_000;
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    private final Database db;
    private final RightsStore store = new RightsStore();
    private final BoundedCache<GuildId, GuildRights> replicas = new BoundedCache<>(MAX_GUILDS, TIME_TO_LIVE);
    private final BoundedCache<ChannelId, GuildId> places = new BoundedCache<>(MAX_CHANNELS, TIME_TO_LIVE);

    public AccessService(Database db) {
        this.db = db;
    }

    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404) for all but members
    public GuildAccess guild(Actor actor, GuildId id) {
        return access(actor, rights(id), GUILD_NOT_FOUND);
    }

    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) for all who may not
    ///     view the channel
    public ChannelAccess channel(Actor actor, ChannelId id) {
        var guildId = places.get(id, channel -> db.single(tx -> store.guildOf(tx, channel)))
                .orElseThrow(CHANNEL_NOT_FOUND::exception);
        return access(actor, rightsWith(guildId, id), CHANNEL_NOT_FOUND).channel(id);
    }

    /// `decided` itself, if the channel's row, which the transaction has locked, is still of the version of rights
    /// that it was decided on; otherwise decided anew by what the transaction reads. Every change of rights has to
    /// write that row, so it holds until the transaction ends.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404)
    public ChannelAccess still(Tx tx, ChannelAccess decided, long rightsVersion) {
        return decided.rightsVersion() == rightsVersion
                ? decided
                : seen(tx, decided.actor(), decided.guildId(), CHANNEL_NOT_FOUND)
                        .channel(decided.channelId());
    }

    /// Runs `change` in a transaction that holds the guild's rights as they were decided on, and raises their version
    /// at its beginning: for everything that [RightsChange] lists. Decides anew when they have changed meanwhile.
    ///
    /// @param change decides first, then writes, and appends to the log last
    public <T> T change(Actor actor, GuildId id, BiFunction<Tx, GuildAccess, T> change) {
        return decided(actor, id, store::raise, change);
    }

    /// As [#change], for a write that changes no rights but must not commit on outdated ones.
    public <T> T holding(Actor actor, GuildId id, BiFunction<Tx, GuildAccess, T> write) {
        return decided(actor, id, store::hold, write);
    }

    /// Raises the version of a guild's rights in the caller's transaction, whatever it was: for changes that nobody
    /// decides on, such as a time-out that is over.
    ///
    /// @return false if there is no such guild
    public boolean raise(Tx tx, GuildId id) {
        return store.raise(tx, id);
    }

    /// The rights in a guild, for deciding who receives an event; empty when the guild is gone. It knows no members
    /// but those that were asked for: see [#know].
    public Optional<GuildRights> rights(GuildId id) {
        // Asked again with the connection in hand: of many who wait for one, the first has read it for all.
        return replicas.get(id, guild -> db.single(tx -> replicas.find(guild).or(() -> find(tx, guild))));
    }

    /// The rights in a guild if they are at hand: for whoever must not wait for the database.
    public Optional<GuildRights> remembered(GuildId id) {
        return replicas.find(id);
    }

    /// As [#rights(GuildId)], for a reader who holds a transaction: what is not known is read there.
    public Optional<GuildRights> rights(Tx tx, GuildId id) {
        return replicas.get(id, guild -> find(tx, guild));
    }

    /// The rights in these guilds as the transaction sees them, and not as they are remembered, with `viewer` known.
    public List<GuildRights> rightsSeen(Tx tx, Collection<GuildId> ids, UserId viewer) {
        var found = store.list(tx, ids);
        var memberships = store.memberships(tx, ids, viewer);
        found.forEach(rights ->
                Optional.ofNullable(memberships.get(rights.guildId())).ifPresent(member -> rights.add(viewer, member)));
        return found;
    }

    /// The rights of another account in the same guild, whom the actor wants to do something to; empty for all but
    /// members.
    public Optional<RightsClass> member(Tx tx, GuildAccess guild, UserId other) {
        know(tx, guild.rights(), List.of(other));
        return guild.rights().ofMember(other);
    }

    /// Makes sure that `rights` knows those of `users` who are members: one query for all that it does not know yet.
    public void know(Tx tx, GuildRights rights, Collection<UserId> users) {
        var unknown = users.stream().filter(user -> !rights.knows(user)).toList();
        if (!unknown.isEmpty()) {
            store.members(tx, rights.guildId(), unknown).forEach(rights::add);
        }
    }

    /// As [#know(Tx, GuildRights, Collection)], opening a transaction only if one is needed.
    public void know(GuildRights rights, Collection<UserId> users) {
        if (!users.stream().allMatch(rights::knows)) {
            db.useTransaction(tx -> know(tx, rights, users));
        }
    }

    /// Drops the replica of a guild, so that the next question reads it anew.
    public void forget(GuildId id) {
        replicas.forget(id);
    }

    /// Drops every replica: changes may have been missed.
    public void forgetAll() {
        replicas.forgetAll();
    }

    /// Drops what a change has outdated.
    public void onChange(LogRow row) {
        if (row.guild() != null && RightsChange.isOne(row.kind())) {
            forget(row.guild());
            if (row.channel() != null) {
                places.forget(row.channel());
            }
        }
    }

    private Optional<GuildRights> find(Tx tx, GuildId id) {
        return store.list(tx, List.of(id)).stream().findFirst();
    }

    /// A channel that exists but is not in the replica was made by another process a moment ago.
    private Optional<GuildRights> rightsWith(GuildId guildId, ChannelId channel) {
        var rights = rights(guildId);
        if (rights.isPresent() && rights.get().channel(channel).isEmpty()) {
            forget(guildId);
            return rights(guildId);
        }
        return rights;
    }

    private GuildAccess access(Actor actor, Optional<GuildRights> rights, ErrorCode missing) {
        var guild = rights.orElseThrow(missing::exception);
        know(guild, List.of(actor.userId()));
        return guild.ofMember(actor.userId())
                .map(member -> new GuildAccess(actor, guild, member))
                .orElseThrow(missing::exception);
    }

    private interface Guard {
        boolean holds(Tx tx, GuildId guild, long version);
    }

    private <T> T decided(Actor actor, GuildId id, Guard guard, BiFunction<Tx, GuildAccess, T> work) {
        var remembered = guild(actor, id);
        Function<Tx, Optional<T>> guarded =
                tx -> guard.holds(tx, id, remembered.rights().version())
                        ? Optional.of(work.apply(tx, remembered))
                        : Optional.empty();
        var done = db.inTransaction(guarded);
        if (done.isPresent()) {
            return done.get();
        }
        forget(id);
        return db.inTransaction(tx -> {
            var seen = lockedRights(tx, actor, id);
            guard.holds(tx, id, seen.rights().version());
            return work.apply(tx, seen);
        });
    }

    /// Locks first and decides then, so that whoever comes with many others has their turn, and need not try again and
    /// again.
    private GuildAccess lockedRights(Tx tx, Actor actor, GuildId id) {
        store.lock(tx, id);
        return seen(tx, actor, id, GUILD_NOT_FOUND);
    }

    private GuildAccess seen(Tx tx, Actor actor, GuildId id, ErrorCode missing) {
        return rightsSeen(tx, List.of(id), actor.userId()).stream()
                .findFirst()
                .flatMap(rights -> rights.ofMember(actor.userId()).map(own -> new GuildAccess(actor, rights, own)))
                .orElseThrow(missing::exception);
    }
}
