// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.guilds.AuditAction;
import org.amityvox.server.guilds.AuditEntry;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.guilds.ChannelRemoval;
import org.amityvox.server.guilds.FirstChannel;
import org.amityvox.server.guilds.GuildError;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionError;
import org.amityvox.server.permissions.RightsClass;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Channels of guilds: reading and making them. [ChannelChangeService] changes them.
public final class ChannelService {
    /// How many channels one guild can have.
    static final int MAX_CHANNELS = 200;

    private final Database db;
    private final AccessService access;
    private final AuditLog audit;
    private final EventLog events;
    private final Ulids ulids;
    private final Clock clock;
    private final ChannelStore channels = new ChannelStore();
    private final OverrideStore overrides = new OverrideStore();

    ChannelService(Database db, AccessService access, AuditLog audit, EventLog events, Ulids ulids, Clock clock) {
        this.db = db;
        this.access = access;
        this.audit = audit;
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

    /// A guild as others see it than those who ask.
    ///
    /// @param channels that those who ask see too
    public record OtherView(GuildId guildId, RightsClass rights, List<Channel> channels) {
        public OtherView {
            channels = List.copyOf(channels);
        }
    }

    /// Adds a channel below all others. In a category it begins with the overrides that the category has.
    public Created create(Actor actor, GuildId guild, ChannelDraft draft) {
        var id = new ChannelId(ulids.next());
        var now = clock.instant();
        return access.holding(actor, guild, (tx, member) -> {
            requireMayMakeIn(member, draft.categoryId());
            if (draft.type().equals(Channel.CATEGORY)) {
                Category.requirePlain(draft.topic(), draft.slowmodeSeconds(), draft.categoryId());
            }
            var nonce = draft.nonce();
            var earlier = nonce == null
                    ? Optional.<ChannelStore.Made>empty()
                    : channels.byNonce(tx, guild, actor.userId(), nonce);
            if (earlier.isPresent()) {
                return new Created(requireSame(earlier.get(), draft), false);
            }
            if (channels.count(tx, List.of(guild)) >= MAX_CHANNELS) {
                throw ChannelError.CHANNEL_LIMIT_REACHED.exception("limit", MAX_CHANNELS);
            }
            access.raise(tx, guild);
            channels.insert(tx, id, guild, draft, actor.userId(), now);
            if (draft.categoryId() != null) {
                overrides.copy(tx, draft.categoryId(), id);
            }
            var channel = channels.list(tx, List.of(id)).getFirst();
            audit.add(
                    tx,
                    AuditEntry.of(guild, actor.userId(), AuditAction.CHANNEL_CREATED, id.value())
                            .named(channel.name())
                            .made(whole(channel)),
                    now);
            events.append(
                    tx,
                    new ChannelEvent.Created(guild, id, actor.userId()),
                    now,
                    List.of(ChannelEvent.CHANNEL_CREATE.with(ChannelApi.Channel.of(channel))));
            return new Created(channel, true);
        });
    }

    private static void requireMayMakeIn(GuildAccess member, @Nullable ChannelId category) {
        if (category == null) {
            member.require(Permission.MANAGE_CHANNELS);
        } else {
            Category.of(member, category, "category_id").require(Permission.MANAGE_CHANNELS);
        }
    }

    private static Channel requireSame(ChannelStore.Made earlier, ChannelDraft draft) {
        var channel = earlier.channel();
        var asked = new ChannelDraft(
                channel.type(),
                channel.name(),
                channel.topic(),
                channel.categoryId(),
                channel.slowmodeSeconds(),
                draft.nonce());
        if (earlier.deleted() || !asked.equals(draft)) {
            throw CommonError.NONCE_REUSED.exception();
        }
        return channel;
    }

    public View get(Actor actor, ChannelId id) {
        var member = access.channel(actor, id).require(Permission.VIEW_CHANNEL);
        return db.single(tx -> channels.list(tx, List.of(id))).stream()
                .findFirst()
                .map(channel -> new View(channel, member.guild()))
                .orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
    }

    /// The channels of a guild that the actor may view, by position.
    public List<View> list(Actor actor, GuildId guild) {
        var member = access.guild(actor, guild);
        return db.single(tx -> channels.ofGuilds(tx, List.of(guild))).stream()
                .filter(channel -> member.in(channel.id()).has(Permission.VIEW_CHANNEL))
                .map(channel -> new View(channel, member))
                .toList();
    }

    /// The guild as members with just this role would have it, but for channels that the actor does not see.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `role_not_found` (404)
    public OtherView viewAs(Actor actor, GuildId guild, RoleId role) {
        var member = access.guild(actor, guild).require(Permission.MANAGE_ROLES);
        var rights = member.rights().ofRole(role).orElseThrow(GuildError.ROLE_NOT_FOUND::exception);
        var seen = list(actor, guild).stream().map(View::channel).toList();
        return new OtherView(guild, rights, seen);
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
        return channels.lock(tx, id).map(ChannelStore.Locked::channel);
    }

    /// Something that is done to what is in a channel.
    @FunctionalInterface
    public interface LockedWork<T> {
        /// @param member what the actor may do, which nobody can change before the transaction ends
        T with(Tx tx, ChannelAccess member, Channel channel);
    }

    /// Runs `work` in a transaction that has the channel locked against messages and other changes. It is decided anew,
    /// behind that lock, if rights have changed before.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404)
    public <T> T locked(Actor actor, ChannelId id, LockedWork<T> work) {
        var decided = access.channel(actor, id).require(Permission.VIEW_CHANNEL);
        return db.inTransaction(tx -> {
            var channel = channels.lock(tx, id).orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
            var member = access.still(tx, decided, channel.rightsVersion());
            return work.with(tx, member, channel.channel());
        });
    }

    /// Says which message is the newest now that another one is gone.
    public Channel setLastMessage(Tx tx, ChannelId id, @Nullable MessageId message) {
        return channels.setLastMessage(tx, id, message);
    }

    /// Removes channels that were deleted before `before`, with what is left in them; a few at a time.
    public void removeDeleted(Tx tx, Instant before) {
        channels.removeDeleted(tx, before);
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
        return (Tx tx, GuildId guild, UserId creator, Instant now) ->
                channels.insert(tx, new ChannelId(ulids.next()), guild, ChannelDraft.text("general"), creator, now);
    }

    /// What the audit log keeps of a channel that was made or is gone: all that it had.
    static Map<String, @Nullable Object> whole(Channel channel) {
        var fields = fields(channel);
        fields.values().removeIf(value -> value == null);
        return fields;
    }

    /// What the audit log compares of a channel.
    static Map<String, @Nullable Object> fields(Channel channel) {
        return AuditEntry.fields(
                "type",
                channel.type(),
                "name",
                channel.name(),
                "topic",
                channel.topic(),
                "category_id",
                channel.categoryId(),
                "slowmode_seconds",
                channel.slowmodeSeconds());
    }
}
