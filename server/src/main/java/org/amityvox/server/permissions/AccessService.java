// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.time.Duration;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
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
        var rights =
                rights(id).filter(guild -> isMember(guild, actor.userId())).orElseThrow(GUILD_NOT_FOUND::exception);
        return new GuildAccess(actor, rights, rights.ofMember(actor.userId()));
    }

    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) for all who may not
    ///     view the channel
    public ChannelAccess channel(Actor actor, ChannelId id) {
        var guildId = guildOf(id).orElseThrow(CHANNEL_NOT_FOUND::exception);
        var rights = rightsWith(guildId, id)
                .filter(guild -> isMember(guild, actor.userId()))
                .orElseThrow(CHANNEL_NOT_FOUND::exception);
        var access = new ChannelAccess(actor, guildId, id, rights.ofMember(actor.userId(), id), rights.version());
        return access.require(Permission.VIEW_CHANNEL);
    }

    /// The rights in a guild, for deciding who receives an event; empty when the guild is gone.
    public Optional<GuildRights> rights(GuildId id) {
        // Asked again with the connection in hand: of many who wait for one, the first has read it for all.
        return replicas.get(id, guild -> db.single(tx -> replicas.find(guild).or(() -> store.find(tx, guild))));
    }

    /// As [#rights(GuildId)], for a reader who holds a transaction: what is not known is read there.
    public Optional<GuildRights> rights(Tx tx, GuildId id) {
        return replicas.get(id, guild -> store.find(tx, guild));
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
        }
    }

    private Optional<GuildId> guildOf(ChannelId id) {
        return places.get(id, channel -> db.single(tx -> store.guildOf(tx, channel)));
    }

    /// A channel that exists but is not in the replica was made by another process a moment ago.
    private Optional<GuildRights> rightsWith(GuildId guildId, ChannelId channel) {
        var rights = rights(guildId);
        if (rights.isPresent() && !rights.get().hasChannel(channel)) {
            forget(guildId);
            return rights(guildId);
        }
        return rights;
    }

    private boolean isMember(GuildRights rights, UserId user) {
        return rights.hasMember(user, id -> db.single(tx -> store.isMember(tx, rights.guildId(), id)));
    }
}
