// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.function.Function;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;

/// Giving roles to members and taking them.
public final class RoleAssignmentService {
    private final AccessService access;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;
    private final RoleStore roles = new RoleStore();
    private final MemberStore members = new MemberStore();

    RoleAssignmentService(AccessService access, EventLog events, AuditLog audit, Clock clock) {
        this.access = access;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /// Gives a role that lies below the actor, and allows nothing that the actor may not do, to a member below the
    /// actor or to the actor. Giving it twice changes and tells nothing.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found`, `member_not_found`,
    ///     `role_not_found` (404); `missing_permission`, `role_hierarchy`, `cannot_escalate` (403)
    public void give(Actor actor, GuildId id, UserId memberId, RoleId roleId) {
        assign(actor, id, memberId, roleId, Assignment.GIVE);
    }

    /// Takes a role under the rules of [#give]; what it denied becomes possible. Taking it twice changes and tells
    /// nothing.
    ///
    /// @throws org.amityvox.server.kernel.ApiException as [#give]
    public void take(Actor actor, GuildId id, UserId memberId, RoleId roleId) {
        assign(actor, id, memberId, roleId, Assignment.TAKE);
    }

    private enum Assignment {
        GIVE,
        TAKE
    }

    private void assign(Actor actor, GuildId id, UserId memberId, RoleId roleId, Assignment assignment) {
        access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.ASSIGN_ROLES);
            var member = members.find(tx, id, memberId).orElseThrow(GuildError.MEMBER_NOT_FOUND::exception);
            // Everybody has `@everyone`; it is neither given nor taken.
            var role = roles.find(tx, id, roleId)
                    .filter(found -> !found.isEveryone())
                    .orElseThrow(GuildError.ROLE_NOT_FOUND::exception);
            requireAllowed(tx, guild, member, role, assignment);
            var changed = switch (assignment) {
                case GIVE -> roles.give(tx, role, memberId);
                case TAKE -> roles.take(tx, role, memberId);
            };
            if (changed) {
                access.raise(tx, id);
                tell(tx, actor, member, role, assignment);
            }
            return changed;
        });
    }

    private void requireAllowed(Tx tx, GuildAccess guild, Member member, Role role, Assignment assignment) {
        var target = member.user().id();
        if (!target.equals(guild.actor().userId())) {
            access.member(tx, guild, target).ifPresent(guild::requireAbove);
        }
        guild.rights().role(role.id()).ifPresent(guild::requireAbove);
        Function<Grant, PermissionSet> opened = grant -> switch (assignment) {
            case GIVE -> Grant.NOTHING.opensUp(grant);
            case TAKE -> grant.opensUp(Grant.NOTHING);
        };
        guild.requireHeld(opened.apply(role.grant())).requireHeldInOverrides(role.id(), opened);
    }

    private void tell(Tx tx, Actor actor, Member member, Role role, Assignment assignment) {
        var now = clock.instant();
        var id = member.guildId();
        var target = member.user().id();
        var fields = AuditEntry.fields("role_id", role.id(), "role_name", role.name());
        var entry = switch (assignment) {
            case GIVE ->
                AuditEntry.of(id, actor.userId(), AuditAction.MEMBER_ROLE_ADDED, target.value())
                        .made(fields);
            case TAKE ->
                AuditEntry.of(id, actor.userId(), AuditAction.MEMBER_ROLE_REMOVED, target.value())
                        .removed(fields);
        };
        audit.add(tx, entry.named(member.user().username()), now);
        var changed = members.find(tx, id, target).orElseThrow();
        events.append(
                tx,
                new GuildEvent.MemberRightsChanged(id, target, actor.userId()),
                now,
                GuildHydrator.memberUpdated(changed));
    }
}
