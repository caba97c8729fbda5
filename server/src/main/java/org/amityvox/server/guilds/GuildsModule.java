// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;
import org.amityvox.server.platform.json.Json;

/// Guilds, joined together.
public record GuildsModule(
        GuildService guilds,
        GuildCreationService creation,
        InviteService invites,
        InviteIssueService inviteIssue,
        GuildDeletionService deletion,
        RoleService roles,
        RoleOrderService roleOrder,
        RoleAssignmentService roleAssignment,
        AuditLog audit,
        List<Routes> routes,
        List<Hydrator> hydrators,
        List<WireType<?>> events) {
    public GuildsModule {
        routes = List.copyOf(routes);
        hydrators = List.copyOf(hydrators);
        events = List.copyOf(events);
    }

    public static GuildsModule create(
            Database db,
            AccessService access,
            EventLog log,
            FirstChannel firstChannel,
            ChannelRemoval channels,
            Json json,
            Ulids ulids,
            Clock clock) {
        var audit = new AuditLog(json, ulids);
        var guilds = new GuildService(db, access);
        var creation = new GuildCreationService(db, log, firstChannel, ulids, clock);
        var departures = new Departures(log);
        var changes = new GuildChangeService(access, log, audit, departures, clock);
        var deletion = new GuildDeletionService(db, access, log, channels, clock);
        var roles = new RoleService(access, log, audit, channels, ulids, clock);
        var roleOrder = new RoleOrderService(db, access, log, audit, clock);
        var roleAssignment = new RoleAssignmentService(access, log, audit, clock);
        var invites = new InviteService(db, log, clock);
        var inviteIssue = new InviteIssueService(db, access, audit, clock);
        return new GuildsModule(
                guilds,
                creation,
                invites,
                inviteIssue,
                deletion,
                roles,
                roleOrder,
                roleAssignment,
                audit,
                List.of(
                        new GuildRoutes(guilds, creation),
                        new GuildChangeRoutes(changes, deletion),
                        new RoleRoutes(roles, roleOrder, roleAssignment),
                        new InviteRoutes(invites, inviteIssue),
                        new AuditRoutes(new AuditService(db, access, audit))),
                List.of(new GuildHydrator(), new RoleHydrator()),
                List.of(
                        GuildEvent.GUILD_UPDATE,
                        GuildEvent.GUILD_DELETE,
                        GuildEvent.GUILD_MEMBER_ADD,
                        GuildEvent.GUILD_MEMBER_UPDATE,
                        GuildEvent.GUILD_MEMBER_REMOVE,
                        RoleEvent.GUILD_ROLE_CREATE,
                        RoleEvent.GUILD_ROLE_UPDATE,
                        RoleEvent.GUILD_ROLE_DELETE));
    }
}
