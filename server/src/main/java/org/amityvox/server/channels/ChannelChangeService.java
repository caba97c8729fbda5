// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.amityvox.server.guilds.AuditAction;
import org.amityvox.server.guilds.AuditEntry;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionError;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Changing, ordering and deleting channels.
public final class ChannelChangeService {
    private final AccessService access;
    private final AuditLog audit;
    private final EventLog events;
    private final Clock clock;
    private final ChannelStore channels = new ChannelStore();

    ChannelChangeService(AccessService access, AuditLog audit, EventLog events, Clock clock) {
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /// Changes a channel; it keeps its overrides in another category. What changes nothing publishes nothing.
    public Channel update(Actor actor, ChannelId id, ChannelChange change) {
        var guild = access.channel(actor, id).guildId();
        var now = clock.instant();
        return access.holding(actor, guild, (tx, member) -> {
            member.channel(id).require(Permission.MANAGE_CHANNELS);
            var before = get(tx, id);
            var after = change.over(before);
            if (after.equals(before)) {
                return before;
            }
            if (after.isCategory()) {
                Category.requirePlain(after.topic(), after.slowmodeSeconds(), after.categoryId());
            }
            var moved = !Objects.equals(before.categoryId(), after.categoryId());
            if (moved && after.categoryId() != null) {
                Category.of(member, after.categoryId(), "category_id").require(Permission.MANAGE_CHANNELS);
            }
            access.raise(tx, guild);
            var stored = channels.update(tx, after);
            audit.add(
                    tx,
                    AuditEntry.of(guild, actor.userId(), AuditAction.CHANNEL_UPDATED, id.value())
                            .named(before.name())
                            .changed(ChannelService.fields(before), ChannelService.fields(after)),
                    now);
            if (moved) {
                // First, so that nobody is told of a category that is not in their list yet.
                events.append(tx, new ChannelEvent.Ordered(guild, List.of(id), actor.userId()), now);
            }
            events.append(
                    tx,
                    new ChannelEvent.Updated(guild, id, actor.userId()),
                    now,
                    List.of(ChannelEvent.CHANNEL_UPDATE.with(ChannelApi.Channel.of(stored))));
            return stored;
        });
    }

    /// Deletes a channel with everything in it. The channels of a category stay, with the overrides that they have.
    public void delete(Actor actor, ChannelId id) {
        var guild = access.channel(actor, id).guildId();
        var now = clock.instant();
        access.change(actor, guild, (tx, member) -> {
            member.channel(id).require(Permission.MANAGE_CHANNELS);
            var channel = get(tx, id);
            channels.delete(tx, id, now);
            channels.emptyCategory(tx, id);
            audit.add(
                    tx,
                    AuditEntry.of(guild, actor.userId(), AuditAction.CHANNEL_DELETED, id.value())
                            .named(channel.name())
                            .removed(ChannelService.whole(channel)),
                    now);
            events.append(
                    tx,
                    new ChannelEvent.Deleted(guild, id, actor.userId()),
                    now,
                    List.of(ChannelEvent.CHANNEL_DELETE.with(new ChannelApi.ChannelDeleted(guild, id))));
            return channel;
        });
    }

    /// Gives channels other places, and other categories. An order that is the present one changes nothing.
    public void order(Actor actor, GuildId guild, List<ChannelOrder.Move> moves) {
        var now = clock.instant();
        access.holding(actor, guild, (tx, member) -> {
            var present = channels.ofGuilds(tx, List.of(guild));
            var seen = present.stream()
                    .map(Channel::id)
                    .filter(id -> member.in(id).has(Permission.VIEW_CHANNEL))
                    .collect(Collectors.toSet());
            var order = ChannelOrder.of(present, seen, moves);
            requireMayPlace(member, order);
            if (!order.changed().isEmpty()) {
                place(tx, actor, guild, order, now);
            }
            return order;
        });
    }

    private static void requireMayPlace(GuildAccess member, ChannelOrder order) {
        for (var channel : order.changed()) {
            member.channel(channel.id()).require(Permission.MANAGE_CHANNELS);
        }
        order.entered()
                .forEach((category, field) ->
                        Category.of(member, category, field).require(Permission.MANAGE_CHANNELS));
    }

    private void place(Tx tx, Actor actor, GuildId guild, ChannelOrder order, Instant now) {
        access.raise(tx, guild);
        channels.place(tx, order.channels());
        var changed = order.changed().stream().map(Channel::id).toList();
        audit.add(
                tx,
                AuditEntry.of(guild, actor.userId(), AuditAction.CHANNELS_ORDERED, guild.value())
                        .changed(places(order.before(), changed), places(order.channels(), changed)),
                now);
        events.append(tx, new ChannelEvent.Ordered(guild, changed, actor.userId()), now);
    }

    private static Map<String, @Nullable Object> places(List<Channel> channels, List<ChannelId> of) {
        return AuditEntry.fields(
                "channels",
                channels.stream()
                        .filter(channel -> of.contains(channel.id()))
                        .map(ChannelChangeService::place)
                        .toList());
    }

    private static Map<String, @Nullable Object> place(Channel channel) {
        var place = AuditEntry.fields("id", channel.id(), "name", channel.name(), "position", channel.position());
        if (channel.categoryId() != null) {
            place.put("category_id", channel.categoryId());
        }
        return place;
    }

    private Channel get(Tx tx, ChannelId id) {
        return channels.list(tx, List.of(id)).stream()
                .findFirst()
                .orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
    }
}
