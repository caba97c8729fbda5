// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// Keeps who used which power on what.
///
/// Ids ascend in the order in which the acts of a guild happen, also within a millisecond and on servers whose clocks
/// differ: that order is what readers are shown.
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
        var id = ulids.nextAbove(store.newest(tx, entry.guildId()).orElse(""));
        store.insert(tx, id, entry, text(entry.before()), text(entry.after()), at);
    }

    /// Entries of a guild, newest first.
    List<AuditRecord> page(Tx tx, GuildId guild, AuditService.Filter filter) {
        return store.page(tx, guild, filter, this::fields);
    }

    private @Nullable Map<String, @Nullable Object> fields(@Nullable String text) {
        if (text == null || !(json.readTree(text) instanceof Map<?, ?> tree)) {
            return null;
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        tree.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    private @Nullable String text(Map<String, @Nullable Object> fields) {
        return fields.isEmpty() ? null : json.writeText(fields);
    }
}
