// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// The audit log of a guild.
final class AuditRoutes implements Routes {
    private static final int MAX_PAGE = 100;
    private static final int DEFAULT_PAGE = 50;
    private static final List<String> ACTIONS =
            Arrays.stream(AuditAction.values()).map(AuditAction::wireName).toList();

    private static final RouteSpec LIST = RouteSpec.user("Lists who used which power on what, newest first")
            .needs(Permission.VIEW_AUDIT_LOG)
            .query("before", "Only entries older than the one with this id")
            .query("limit", "1 to 100, 50 when absent")
            .query("action", "Only this action")
            .query("actor_id", "Only what this account did")
            .replyList(AuditApi.AuditLogEntry.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION);

    private final AuditService audit;

    AuditRoutes(AuditService audit) {
        this.audit = audit;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/guilds/{guild}/audit-log", LIST, this::list));
    }

    private void list(Call call) {
        var checks = new Checks();
        var action = call.query("action");
        checks.optionalText("action", action.orElse(null)).oneOf(ACTIONS);
        var filter = new AuditService.Filter(
                call.queryId("before", Function.identity(), checks),
                action,
                call.queryId("actor_id", UserId::new, checks),
                call.queryNumber("limit", 1, MAX_PAGE, DEFAULT_PAGE, checks));
        checks.done();
        var guild = call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
        call.reply(audit.list(call.actor(), guild, filter).stream()
                .map(AuditApi.AuditLogEntry::of)
                .toList());
    }
}
