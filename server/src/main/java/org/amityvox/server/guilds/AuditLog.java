// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Map;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// Writes down who used which power on what.
public final class AuditLog {
    private final Json json;
    private final Ulids ulids;
    private final AuditStore store = new AuditStore();

    public AuditLog(Json json, Ulids ulids) {
        this.json = json;
        this.ulids = ulids;
    }

    /// Writes an entry in the transaction of the act, before its row of the event log.
    public void add(Tx tx, AuditEntry entry, Instant at) {
        store.insert(tx, ulids.next(), entry, text(entry.before()), text(entry.after()), at);
    }

    private @Nullable String text(Map<String, @Nullable Object> fields) {
        return fields.isEmpty() ? null : json.writeText(fields);
    }
}
