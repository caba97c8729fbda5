// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.guilds.GuildError.MEMBER_NOT_FOUND;
import static org.amityvox.server.guilds.GuildError.ROLE_NOT_FOUND;
import static org.amityvox.server.guilds.RoleError.CANNOT_DELETE_EVERYONE;
import static org.amityvox.server.guilds.RoleError.ROLE_LIMIT_REACHED;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.kernel.CommonError.NONCE_REUSED;
import static org.amityvox.server.permissions.PermissionError.CANNOT_ESCALATE;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.ROLE_HIERARCHY;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;
import org.jspecify.annotations.Nullable;

/// Roles of a guild, and of its members.
final class RoleRoutes implements Routes {
    private static final RouteSpec LIST = RouteSpec.user("Lists roles from low to high")
            .replyList(GuildApi.Role.class)
            .errors(GUILD_NOT_FOUND);
    private static final RouteSpec CREATE = RouteSpec.user("Makes a role below all others")
            .needs(Permission.MANAGE_ROLES)
            .body(RoleApi.RoleCreateRequest.class)
            .reply(201, GuildApi.Role.class)
            .errors(
                    GUILD_NOT_FOUND,
                    MISSING_PERMISSION,
                    ROLE_HIERARCHY,
                    CANNOT_ESCALATE,
                    ROLE_LIMIT_REACHED,
                    NONCE_REUSED);
    private static final RouteSpec ORDER = RouteSpec.user("Gives roles their places")
            .needs(Permission.MANAGE_ROLES)
            .bodyList(RoleApi.RolePlaceRequest.class)
            .replyList(GuildApi.Role.class)
            .errors(GUILD_NOT_FOUND, ROLE_NOT_FOUND, MISSING_PERMISSION, ROLE_HIERARCHY, CANNOT_ESCALATE);
    private static final RouteSpec UPDATE = RouteSpec.user("Changes a role")
            .needs(Permission.MANAGE_ROLES)
            .body(RoleApi.RoleUpdateRequest.class)
            .reply(200, GuildApi.Role.class)
            .errors(GUILD_NOT_FOUND, ROLE_NOT_FOUND, MISSING_PERMISSION, ROLE_HIERARCHY, CANNOT_ESCALATE);
    private static final RouteSpec DELETE = RouteSpec.user("Deletes a role")
            .needs(Permission.MANAGE_ROLES)
            .errors(
                    GUILD_NOT_FOUND,
                    ROLE_NOT_FOUND,
                    MISSING_PERMISSION,
                    CANNOT_DELETE_EVERYONE,
                    ROLE_HIERARCHY,
                    CANNOT_ESCALATE);
    private static final RouteSpec GIVE = RouteSpec.user("Gives a member a role")
            .needs(Permission.ASSIGN_ROLES)
            .errors(
                    GUILD_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    ROLE_NOT_FOUND,
                    MISSING_PERMISSION,
                    ROLE_HIERARCHY,
                    CANNOT_ESCALATE);
    private static final RouteSpec TAKE = RouteSpec.user("Takes a role from a member")
            .needs(Permission.ASSIGN_ROLES)
            .errors(
                    GUILD_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    ROLE_NOT_FOUND,
                    MISSING_PERMISSION,
                    ROLE_HIERARCHY,
                    CANNOT_ESCALATE);

    private final RoleService roles;
    private final RoleOrderService order;
    private final RoleAssignmentService assignment;

    RoleRoutes(RoleService roles, RoleOrderService order, RoleAssignmentService assignment) {
        this.roles = roles;
        this.order = order;
        this.assignment = assignment;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/roles", LIST, this::list),
                Endpoint.post("/guilds/{guild}/roles", CREATE, this::create),
                Endpoint.patch("/guilds/{guild}/roles", ORDER, this::order),
                Endpoint.patch("/guilds/{guild}/roles/{role}", UPDATE, this::update),
                Endpoint.delete("/guilds/{guild}/roles/{role}", DELETE, this::delete),
                Endpoint.put("/guilds/{guild}/members/{user}/roles/{role}", GIVE, this::give),
                Endpoint.delete("/guilds/{guild}/members/{user}/roles/{role}", TAKE, this::take));
    }

    private void list(Call call) {
        reply(call, order.list(call.actor(), guildId(call)));
    }

    private void create(Call call) {
        var request = call.body(RoleApi.RoleCreateRequest.class);
        var draft = new RoleService.Draft(
                Objects.requireNonNull(request.name()).strip(),
                request.color() == null ? null : Role.color(request.color()),
                Boolean.TRUE.equals(request.hoist()),
                new Grant(
                        PermissionSet.named(request.permissionsAllow()),
                        PermissionSet.named(request.permissionsDeny())));
        var created = roles.create(call.actor(), guildId(call), draft, request.nonce());
        call.reply(created.created() ? 201 : 200, GuildApi.Role.of(created.role()));
    }

    private void order(Call call) {
        var places = call.bodyList(RoleApi.RolePlaceRequest.class).stream()
                .map(place -> new RoleOrderService.Place(
                        Objects.requireNonNull(place.id()), Math.toIntExact(Objects.requireNonNull(place.position()))))
                .toList();
        reply(call, order.order(call.actor(), guildId(call), places));
    }

    private void update(Call call) {
        var request = call.body(RoleApi.RoleUpdateRequest.class);
        var change = new RoleService.Change(
                request.name() == null ? null : request.name().strip(),
                request.color().map(Role::color),
                request.hoist(),
                permissions(request.permissionsAllow()),
                permissions(request.permissionsDeny()));
        call.reply(GuildApi.Role.of(roles.update(call.actor(), guildId(call), roleId(call), change)));
    }

    private static @Nullable PermissionSet permissions(@Nullable List<@Nullable String> names) {
        return names == null ? null : PermissionSet.named(names);
    }

    private void delete(Call call) {
        roles.delete(call.actor(), guildId(call), roleId(call));
        call.replyNothing();
    }

    private void give(Call call) {
        assignment.give(call.actor(), guildId(call), memberId(call), roleId(call));
        call.replyNothing();
    }

    private void take(Call call) {
        assignment.take(call.actor(), guildId(call), memberId(call), roleId(call));
        call.replyNothing();
    }

    private static void reply(Call call, List<Role> roles) {
        call.reply(roles.stream().map(GuildApi.Role::of).toList());
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }

    private static UserId memberId(Call call) {
        return call.pathId("user", UserId::new, MEMBER_NOT_FOUND);
    }

    private static RoleId roleId(Call call) {
        return call.pathId("role", RoleId::new, ROLE_NOT_FOUND);
    }
}
