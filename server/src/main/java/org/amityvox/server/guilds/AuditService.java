// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.db.Database;

/// Reading the audit log.
public final class AuditService {
    private final Database db;
    private final AccessService access;
    private final AuditLog log;

    AuditService(Database db, AccessService access, AuditLog log) {
        this.db = db;
        this.access = access;
        this.log = log;
    }

    /// Which entries are wanted.
    ///
    /// @param before the id of an entry: only those that are older
    public record Filter(Optional<String> before, Optional<String> action, Optional<UserId> actor, int limit) {}

    /// Newest first.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `guild_not_found` (404), `missing_permission` (403)
    public List<AuditRecord> list(Actor actor, GuildId id, Filter filter) {
        access.guild(actor, id).require(Permission.VIEW_AUDIT_LOG);
        return db.single(tx -> log.page(tx, id, filter));
    }
}
