// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amityvox.server.guilds.AuditAction;
import org.amityvox.server.guilds.AuditEntry;
import org.amityvox.server.guilds.AuditLog;
import org.amityvox.server.guilds.GuildError;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.ChannelRights;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// What channels give and take on top of the roles.
///
/// A channel in a category is in step with it as long as both have the same overrides: then it follows every change of
/// them. Nothing else ties the two together.
public final class OverrideService {
    /// How many overrides one channel can have: all of them are kept in memory.
    static final int MAX_OVERRIDES = 250;

    private final Database db;
    private final AccessService access;
    private final AuditLog audit;
    private final EventLog events;
    private final Clock clock;
    private final ChannelStore channels = new ChannelStore();
    private final OverrideStore overrides = new OverrideStore();

    OverrideService(Database db, AccessService access, AuditLog audit, EventLog events, Clock clock) {
        this.db = db;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /// Roles before members, each by id.
    public List<ChannelOverride> list(Actor actor, ChannelId channel) {
        access.channel(actor, channel).require(Permission.MANAGE_PERMISSIONS);
        return db.single(tx -> overrides.list(tx, channel));
    }

    /// @param target id of a role or an account
    public ChannelOverride get(Actor actor, ChannelId channel, String target) {
        access.channel(actor, channel).require(Permission.MANAGE_PERMISSIONS);
        return db.single(tx -> overrides.find(tx, channel, target))
                .orElseThrow(ChannelError.OVERRIDE_NOT_FOUND::exception);
    }

    /// Makes or replaces an override; one that gives and takes nothing is removed. What changes nothing publishes
    /// nothing.
    public ChannelOverride set(Actor actor, ChannelId channel, OverrideTarget target, Grant grant) {
        var wanted = new ChannelOverride(channel, target, grant);
        var guild = access.channel(actor, channel).guildId();
        return access.holding(actor, guild, (tx, member) -> {
            var place = member.channel(channel).require(Permission.MANAGE_PERMISSIONS);
            requireMaySet(tx, member, target);
            change(tx, place, wanted);
            return wanted;
        });
    }

    /// @param target id of a role or an account, which may be gone by now
    public void remove(Actor actor, ChannelId channel, String target) {
        var guild = access.channel(actor, channel).guildId();
        access.holding(actor, guild, (tx, member) -> {
            var place = member.channel(channel).require(Permission.MANAGE_PERMISSIONS);
            var present = overrides.find(tx, channel, target).orElseThrow(ChannelError.OVERRIDE_NOT_FOUND::exception);
            requireMayRemove(tx, member, present.target());
            change(tx, place, new ChannelOverride(channel, present.target(), Grant.NOTHING));
            return present;
        });
    }

    /// An override for what is there.
    private void requireMaySet(Tx tx, GuildAccess member, OverrideTarget target) {
        switch (target) {
            case OverrideTarget.OfRole(var role) ->
                member.requireAbove(member.rights().role(role).orElseThrow(GuildError.ROLE_NOT_FOUND::exception));
            case OverrideTarget.OfUser(var user) -> {
                var other = access.member(tx, member, user).orElseThrow(GuildError.MEMBER_NOT_FOUND::exception);
                if (!isSelf(member, user)) {
                    member.requireAbove(other);
                }
            }
        }
    }

    /// An override for what may be gone: nobody outranks it then.
    private void requireMayRemove(Tx tx, GuildAccess member, OverrideTarget target) {
        switch (target) {
            case OverrideTarget.OfRole(var role) -> member.rights().role(role).ifPresent(member::requireAbove);
            case OverrideTarget.OfUser(var user) -> {
                if (!isSelf(member, user)) {
                    access.member(tx, member, user).ifPresent(member::requireAbove);
                }
            }
        }
    }

    private static boolean isSelf(GuildAccess member, UserId user) {
        return user.equals(member.actor().userId());
    }

    /// Changes an override of a channel, and of those that are in step with it.
    private void change(Tx tx, ChannelAccess place, ChannelOverride wanted) {
        var now = clock.instant();
        var guild = place.guildId();
        var actor = place.actor().userId();
        var target = wanted.target().id().value();
        var before = grant(place.channel(), target);
        if (before.equals(wanted.grant())) {
            return;
        }
        var inStep = inStep(place);
        var opened = before.opensUp(wanted.grant());
        place.guild().requireHeldIn(place.channelId(), opened);
        inStep.forEach(id -> place.guild()
                .channel(id)
                .require(Permission.MANAGE_PERMISSIONS)
                .guild()
                .requireHeldIn(id, opened));
        access.raise(tx, guild);
        store(tx, place, inStep, wanted);
        audit.add(tx, entry(tx, place, before, wanted, inStep), now);
        events.append(tx, new ChannelEvent.OverrideChanged(guild, place.channelId(), inStep, actor), now);
    }

    private void store(Tx tx, ChannelAccess place, List<ChannelId> inStep, ChannelOverride wanted) {
        var all = new ArrayList<>(inStep);
        all.add(place.channelId());
        if (wanted.grant().isEmpty()) {
            overrides.remove(tx, all, wanted.target());
            return;
        }
        var present = place.channel().overrides();
        if (!present.containsKey(wanted.target().id().value()) && present.size() >= MAX_OVERRIDES) {
            throw ChannelError.OVERRIDE_LIMIT_REACHED.exception("limit", MAX_OVERRIDES);
        }
        overrides.set(tx, all, wanted);
    }

    private static List<ChannelId> inStep(ChannelAccess place) {
        return place.guild().rights().channelsIn(place.channelId()).stream()
                .filter(channel -> channel.overrides().equals(place.channel().overrides()))
                .map(ChannelRights::id)
                .toList();
    }

    private static Grant grant(ChannelRights channel, String target) {
        return channel.overrides().getOrDefault(target, Grant.NOTHING);
    }

    private AuditEntry entry(Tx tx, ChannelAccess place, Grant before, ChannelOverride wanted, List<ChannelId> inStep) {
        var removed = wanted.grant().isEmpty();
        var entry = AuditEntry.of(
                        place.guildId(),
                        place.actor().userId(),
                        removed ? AuditAction.OVERRIDE_REMOVED : AuditAction.OVERRIDE_SET,
                        place.channelId().value())
                .named(channels.list(tx, List.of(place.channelId())).getFirst().name());
        var was = fields(wanted.target(), before, inStep);
        var is = fields(wanted.target(), wanted.grant(), inStep);
        if (removed) {
            return entry.removed(was);
        }
        return before.isEmpty() ? entry.made(is) : entry.replaced(was, is);
    }

    private static Map<String, @Nullable Object> fields(OverrideTarget target, Grant grant, List<ChannelId> inStep) {
        var fields = AuditEntry.fields(
                "target_type",
                target.type(),
                "target_id",
                target.id(),
                "permissions_allow",
                grant.allow().names(),
                "permissions_deny",
                grant.deny().names());
        if (!inStep.isEmpty()) {
            fields.put("channel_ids", inStep);
        }
        return fields;
    }
}
