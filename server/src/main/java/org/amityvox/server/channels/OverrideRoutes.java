// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.amityvox.server.channels.ChannelError.OVERRIDE_LIMIT_REACHED;
import static org.amityvox.server.channels.ChannelError.OVERRIDE_NOT_FOUND;
import static org.amityvox.server.guilds.GuildError.MEMBER_NOT_FOUND;
import static org.amityvox.server.guilds.GuildError.ROLE_NOT_FOUND;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.CANNOT_ESCALATE;
import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.ROLE_HIERARCHY;

import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Overrides of a channel.
final class OverrideRoutes implements Routes {
    private static final String PATH = "/channels/{channel}/permissions";

    private static final RouteSpec LIST = RouteSpec.user("Lists what a channel gives and takes on top of the roles")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_PERMISSIONS)
            .replyList(OverrideApi.View.class)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec GET = RouteSpec.user("Shows what a channel gives and takes for one role or member")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_PERMISSIONS)
            .reply(200, OverrideApi.View.class)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION, OVERRIDE_NOT_FOUND);
    private static final RouteSpec SET = RouteSpec.user("Says what a channel gives and takes for one role or member")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_PERMISSIONS)
            .body(OverrideApi.SetRequest.class)
            .reply(200, OverrideApi.View.class)
            .errors(
                    CHANNEL_NOT_FOUND,
                    MISSING_PERMISSION,
                    ROLE_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    ROLE_HIERARCHY,
                    CANNOT_ESCALATE,
                    OVERRIDE_LIMIT_REACHED);
    private static final RouteSpec REMOVE = RouteSpec.user("Leaves one role or member to what the roles say")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_PERMISSIONS)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION, OVERRIDE_NOT_FOUND, ROLE_HIERARCHY, CANNOT_ESCALATE);

    private final OverrideService overrides;

    OverrideRoutes(OverrideService overrides) {
        this.overrides = overrides;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, LIST, this::list),
                Endpoint.get(PATH + "/{target}", GET, this::get),
                Endpoint.put(PATH + "/{target}", SET, this::set),
                Endpoint.delete(PATH + "/{target}", REMOVE, this::remove));
    }

    private void list(Call call) {
        call.reply(overrides.list(call.actor(), channelId(call)).stream()
                .map(OverrideApi.View::of)
                .toList());
    }

    private void get(Call call) {
        call.reply(OverrideApi.View.of(overrides.get(call.actor(), channelId(call), target(call))));
    }

    private void set(Call call) {
        var channel = channelId(call);
        var request = call.body(OverrideApi.SetRequest.class);
        OverrideTarget target = OverrideTarget.ROLE.equals(request.targetType())
                ? new OverrideTarget.OfRole(call.pathId("target", RoleId::new, ROLE_NOT_FOUND))
                : new OverrideTarget.OfUser(call.pathId("target", UserId::new, MEMBER_NOT_FOUND));
        var grant = new Grant(
                PermissionSet.named(request.permissionsAllow()), PermissionSet.named(request.permissionsDeny()));
        call.reply(OverrideApi.View.of(overrides.set(call.actor(), channel, target, grant)));
    }

    private void remove(Call call) {
        overrides.remove(call.actor(), channelId(call), target(call));
        call.replyNothing();
    }

    private static ChannelId channelId(Call call) {
        return call.pathId("channel", ChannelId::new, CHANNEL_NOT_FOUND);
    }

    private static String target(Call call) {
        return call.pathId("target", id -> id, OVERRIDE_NOT_FOUND);
    }
}
