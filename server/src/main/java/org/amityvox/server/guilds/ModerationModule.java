// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.http.Routes;

/// What moderators do with members, joined together. It comes after messages, because bans remove some.
public record ModerationModule(List<Routes> routes, DueJob due) {
    public ModerationModule {
        routes = List.copyOf(routes);
    }

    public static ModerationModule create(
            Database db, AccessService access, AuditLog audit, EventLog log, MessageRemover messages, Clock clock) {
        var departures = new Departures(log);
        var members = new MemberService(db, access, audit, log, departures, clock);
        var bans = new BanService(db, access, audit, log, departures, messages, clock);
        return new ModerationModule(
                List.of(new MemberRoutes(members), new BanRoutes(bans)),
                new DueJob(db, List.of(members.due(), bans.due()), clock));
    }
}
