// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/// Something that somebody did with a power, for the audit log.
///
/// @param targetId of the thing it was done to; an invite has its code
/// @param targetName what that was called then
/// @param before the fields that changed, as they were; empty => the thing was made
/// @param after the fields that changed, as they are; empty => the thing was removed
public record AuditEntry(
        GuildId guildId,
        UserId actorId,
        AuditAction action,
        String targetId,
        @Nullable String targetName,
        @Nullable String reason,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after) {
    public AuditEntry {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }

    public static AuditEntry of(GuildId guild, UserId actor, AuditAction action, String targetId) {
        return new AuditEntry(guild, actor, action, targetId, null, null, Map.of(), Map.of());
    }

    /// Fields with their values, in this order.
    public static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    public AuditEntry named(@Nullable String name) {
        return new AuditEntry(guildId, actorId, action, targetId, name, reason, before, after);
    }

    public AuditEntry because(@Nullable String why) {
        return new AuditEntry(guildId, actorId, action, targetId, targetName, why, before, after);
    }

    /// The thing was made.
    public AuditEntry made(Map<String, @Nullable Object> fields) {
        return new AuditEntry(guildId, actorId, action, targetId, targetName, reason, Map.of(), fields);
    }

    /// The thing was removed.
    public AuditEntry removed(Map<String, @Nullable Object> fields) {
        return new AuditEntry(guildId, actorId, action, targetId, targetName, reason, fields, Map.of());
    }

    /// The thing was replaced: keeps all fields of both.
    public AuditEntry replaced(Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
        return new AuditEntry(guildId, actorId, action, targetId, targetName, reason, old, now);
    }

    /// The thing changed: keeps the fields that differ.
    ///
    /// @param old every field, with the same names as `now`
    public AuditEntry changed(Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
        var was = new LinkedHashMap<String, @Nullable Object>(old);
        var is = new LinkedHashMap<String, @Nullable Object>(now);
        was.keySet().removeIf(field -> Objects.equals(old.get(field), now.get(field)));
        is.keySet().removeIf(field -> Objects.equals(old.get(field), now.get(field)));
        return new AuditEntry(guildId, actorId, action, targetId, targetName, reason, was, is);
    }
}
