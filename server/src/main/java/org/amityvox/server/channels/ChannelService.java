// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.guilds.ChannelRemoval;
import org.amityvox.server.guilds.FirstChannel;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Channels of guilds.
public final class ChannelService {
    /// How many channels one guild can have.
    static final int MAX_CHANNELS = 200;

    private static final String TEXT = "text";

    private final Database db;
    private final AccessService access;
    private final EventLog events;
    private final Ulids ulids;
    private final Clock clock;
    private final ChannelStore channels = new ChannelStore();

    ChannelService(Database db, AccessService access, EventLog events, Ulids ulids, Clock clock) {
        this.db = db;
        this.access = access;
        this.events = events;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// A channel with what the asking person may do in it.
    public record View(Channel channel, GuildAccess access) {
        public ChannelApi.ChannelView toApi() {
            return ChannelApi.ChannelView.of(channel, access.in(channel.id()));
        }
    }

    /// @param created false for a repeat under the same nonce
    public record Created(Channel channel, boolean created) {}

    /// Adds a text channel below all others.
    public Created create(Actor actor, GuildId guild, String name, @Nullable String topic, @Nullable String nonce) {
        access.guild(actor, guild).require(Permission.MANAGE_CHANNELS);
        var id = new ChannelId(ulids.next());
        var draft = new ChannelStore.Draft(TEXT, name, topic, nonce);
        var now = clock.instant();
        var made = db.inTransaction(tx -> {
            channels.lockGuild(tx, guild);
            var repeated =
                    nonce == null ? Optional.<Channel>empty() : channels.byNonce(tx, guild, actor.userId(), nonce);
            if (repeated.isPresent()) {
                return new Created(repeated.get(), false);
            }
            if (channels.count(tx, List.of(guild)) >= MAX_CHANNELS) {
                throw ChannelError.CHANNEL_LIMIT_REACHED.exception("limit", MAX_CHANNELS);
            }
            channels.insert(tx, id, guild, draft, actor.userId(), now);
            var channel = channels.list(tx, List.of(id)).getFirst();
            events.append(
                    tx,
                    new ChannelEvent.Created(guild, id, actor.userId()),
                    now,
                    List.of(ChannelEvent.CHANNEL_CREATE.with(ChannelApi.Channel.of(channel))));
            return new Created(channel, true);
        });
        var same = made.channel().name().equals(name)
                && Objects.equals(made.channel().topic(), topic);
        if (!made.created() && !same) {
            throw CommonError.NONCE_REUSED.exception();
        }
        return made;
    }

    /// The channels of a guild that the actor may view, by position.
    public List<View> list(Actor actor, GuildId guild) {
        var member = access.guild(actor, guild);
        return db.single(tx -> channels.ofGuilds(tx, List.of(guild))).stream()
                .filter(channel -> member.in(channel.id()).has(Permission.VIEW_CHANNEL))
                .map(channel -> new View(channel, member))
                .toList();
    }

    /// All channels of these guilds; guild by guild, each by position. For readers who filter by rights.
    public List<Channel> ofGuilds(Tx tx, Collection<GuildId> guilds) {
        return channels.ofGuilds(tx, guilds);
    }

    /// How many channels these guilds have together.
    public int count(Tx tx, Collection<GuildId> guilds) {
        return channels.count(tx, guilds);
    }

    /// Those of `ids` that exist, ascending.
    public List<Channel> find(Tx tx, Collection<ChannelId> ids) {
        return channels.list(tx, ids);
    }

    /// The channel, locked against messages and other changes until the transaction ends.
    public Optional<Channel> lock(Tx tx, ChannelId id) {
        return channels.lock(tx, id);
    }

    /// Says which message is the newest now that another one is gone.
    public Channel setLastMessage(Tx tx, ChannelId id, @Nullable MessageId message) {
        return channels.setLastMessage(tx, id, message);
    }

    /// The greatest message id ever given out in the channel.
    public Optional<String> messageFloor(Tx tx, ChannelId id) {
        return channels.messageFloor(tx, id);
    }

    /// What channels lose when something of their guild ends.
    public static ChannelRemoval removal() {
        var channels = new ChannelStore();
        return new ChannelRemoval() {
            @Override
            public void deleteAll(Tx tx, GuildId guild, Instant now) {
                channels.deleteAll(tx, guild, now);
            }

            @Override
            public void forgetRole(Tx tx, RoleId role) {
                channels.deleteOverridesFor(tx, role);
            }
        };
    }

    /// What a guild gets before it has anything: the channel `general`.
    public static FirstChannel firstChannel(Ulids ulids) {
        var channels = new ChannelStore();
        return (Tx tx, GuildId guild, UserId creator, Instant now) -> channels.insert(
                tx,
                new ChannelId(ulids.next()),
                guild,
                new ChannelStore.Draft(TEXT, "general", null, null),
                creator,
                now);
    }
}
