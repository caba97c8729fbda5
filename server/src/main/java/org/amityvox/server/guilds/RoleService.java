// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.permissions.RoleRights;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Making, changing and deleting roles. Nobody touches a role at or above their own rank, and nobody lets others do
/// what they may not do themselves.
public final class RoleService {
    /// How many roles one guild can have, `@everyone` among them.
    static final int MAX_ROLES = 250;

    private final AccessService access;
    private final EventLog events;
    private final AuditLog audit;
    private final ChannelRemoval channels;
    private final Ulids ulids;
    private final Clock clock;
    private final RoleStore roles = new RoleStore();

    RoleService(
            AccessService access, EventLog events, AuditLog audit, ChannelRemoval channels, Ulids ulids, Clock clock) {
        this.access = access;
        this.events = events;
        this.audit = audit;
        this.channels = channels;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// What a new role is to be.
    public record Draft(String name, @Nullable Integer color, boolean hoist, Grant grant) {}

    /// What is to be changed; `null` and absent => as it is.
    public record Change(
            @Nullable String name,
            Patch<Integer> color,
            @Nullable Boolean hoist,
            @Nullable PermissionSet allow,
            @Nullable PermissionSet deny) {
        Role of(Role role) {
            return new Role(
                    role.id(),
                    role.guildId(),
                    name == null ? role.name() : name,
                    color.over(role.color()),
                    hoist == null ? role.hoist() : hoist,
                    role.position(),
                    new Grant(
                            allow == null ? role.grant().allow() : allow,
                            deny == null ? role.grant().deny() : deny));
        }
    }

    /// @param created false for a repeat under the same nonce
    public record Created(Role role, boolean created) {}

    /// Adds a role below all others but `@everyone`.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404); `missing_permission`,
    ///     `role_hierarchy`, `cannot_escalate` (403); `role_limit_reached`, `nonce_reused` (409)
    public Created create(Actor actor, GuildId id, Draft draft, @Nullable String nonce) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.MANAGE_ROLES)
                    .requireAbove(rights(guild, new RoleId(id.value())))
                    .requireHeld(Grant.NOTHING.opensUp(draft.grant()));
            return Optional.ofNullable(nonce)
                    .flatMap(name -> roles.byNonce(tx, id, actor.userId(), name))
                    .map(earlier -> new Created(requireSame(earlier, draft), false))
                    .orElseGet(() -> new Created(create(tx, actor, id, draft, nonce), true));
        });
    }

    private static Role requireSame(Role earlier, Draft draft) {
        if (!draft.equals(new Draft(earlier.name(), earlier.color(), earlier.hoist(), earlier.grant()))) {
            throw CommonError.NONCE_REUSED.exception();
        }
        return earlier;
    }

    private Role create(Tx tx, Actor actor, GuildId id, Draft draft, @Nullable String nonce) {
        if (roles.ofGuilds(tx, List.of(id)).size() >= MAX_ROLES) {
            throw RoleError.ROLE_LIMIT_REACHED.exception("limit", MAX_ROLES);
        }
        access.raise(tx, id);
        var now = clock.instant();
        var role = new Role(new RoleId(ulids.next()), id, draft.name(), draft.color(), draft.hoist(), 1, draft.grant());
        roles.insertLowest(tx, role, actor.userId(), nonce, now);
        audit.add(tx, entry(actor, AuditAction.ROLE_CREATED, role).made(fields(role)), now);
        var moved = movedFrom(tx, id, role.position() + 1);
        events.append(
                tx,
                new RoleEvent.Created(id, role.id(), ids(moved), actor.userId()),
                now,
                RoleHydrator.created(role, moved));
        return role;
    }

    /// A change that changes nothing is not told.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found`, `role_not_found` (404);
    ///     `missing_permission`, `role_hierarchy`, `cannot_escalate` (403)
    public Role update(Actor actor, GuildId id, RoleId roleId, Change change) {
        return access.holding(actor, id, (tx, guild) -> {
            guild.require(Permission.MANAGE_ROLES).requireAbove(rights(guild, roleId));
            var old = find(tx, id, roleId);
            var changed = change.of(old);
            requireFixed(old, changed);
            guild.requireHeld(old.grant().opensUp(changed.grant()));
            if (changed.equals(old)) {
                return old;
            }
            access.raise(tx, id);
            var now = clock.instant();
            roles.update(tx, changed);
            audit.add(tx, entry(actor, AuditAction.ROLE_UPDATED, old).changed(fields(old), fields(changed)), now);
            events.append(
                    tx, new RoleEvent.Updated(id, roleId, actor.userId()), now, RoleHydrator.updated(List.of(changed)));
            return changed;
        });
    }

    /// Of `@everyone` only the permissions can be changed.
    private static void requireFixed(Role old, Role changed) {
        if (!old.isEveryone()) {
            return;
        }
        var checks = new Checks();
        if (!changed.name().equals(old.name())) {
            checks.fault("name", "everyone", "@everyone keeps its name.");
        }
        if (!Objects.equals(changed.color(), old.color())) {
            checks.fault("color", "everyone", "@everyone has no color.");
        }
        if (changed.hoist() != old.hoist()) {
            checks.fault("hoist", "everyone", "@everyone is not listed apart.");
        }
        checks.done();
    }

    /// Deletes a role, which takes it from its members and removes the overrides for it.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found`, `role_not_found` (404);
    ///     `missing_permission`, `cannot_delete_everyone`, `role_hierarchy`, `cannot_escalate` (403)
    public void delete(Actor actor, GuildId id, RoleId roleId) {
        access.change(actor, id, (tx, guild) -> {
            guild.require(Permission.MANAGE_ROLES);
            var rights = rights(guild, roleId);
            var role = find(tx, id, roleId);
            if (role.isEveryone()) {
                throw RoleError.CANNOT_DELETE_EVERYONE.exception();
            }
            guild.requireAbove(rights)
                    .requireHeld(role.grant().opensUp(Grant.NOTHING))
                    .requireHeldInOverrides(roleId, override -> override.opensUp(Grant.NOTHING));
            var now = clock.instant();
            channels.forgetRole(tx, roleId);
            roles.delete(tx, role);
            audit.add(tx, entry(actor, AuditAction.ROLE_DELETED, role).removed(fields(role)), now);
            var moved = movedFrom(tx, id, role.position());
            events.append(
                    tx,
                    new RoleEvent.Deleted(id, roleId, ids(moved), actor.userId()),
                    now,
                    RoleHydrator.deleted(id, roleId, moved));
            return true;
        });
    }

    private Role find(Tx tx, GuildId guild, RoleId id) {
        return roles.find(tx, guild, id).orElseThrow(GuildError.ROLE_NOT_FOUND::exception);
    }

    /// The roles at `position` and above, which another one has moved.
    private List<Role> movedFrom(Tx tx, GuildId guild, int position) {
        return roles.ofGuilds(tx, List.of(guild)).stream()
                .filter(role -> role.position() >= position)
                .toList();
    }

    private static List<RoleId> ids(List<Role> roles) {
        return roles.stream().map(Role::id).toList();
    }

    private static RoleRights rights(GuildAccess guild, RoleId id) {
        return guild.rights().role(id).orElseThrow(GuildError.ROLE_NOT_FOUND::exception);
    }

    private static AuditEntry entry(Actor actor, AuditAction action, Role role) {
        return AuditEntry.of(role.guildId(), actor.userId(), action, role.id().value())
                .named(role.name());
    }

    private static Map<String, @Nullable Object> fields(Role role) {
        return AuditEntry.fields(
                "name",
                role.name(),
                "color",
                role.colorText(),
                "hoist",
                role.hoist(),
                "permissions_allow",
                role.grant().allow().names(),
                "permissions_deny",
                role.grant().deny().names());
    }
}
