// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Map;
import java.util.Optional;

/// Which kinds of log rows change the rights in their guild, or the channels that it has, and whose view that changes.
/// The transaction of such a change raises the guild's version of rights.
public final class RightsChange {
    public static final String GUILD_OWNER_CHANGED = "guild_owner_changed";
    public static final String GUILD_DELETED = "guild_deleted";
    public static final String MEMBER_RIGHTS_CHANGED = "guild_member_rights_changed";
    public static final String MEMBER_LEFT = "guild_member_left";
    public static final String MEMBER_REMOVED = "guild_member_removed";
    public static final String ROLE_CREATED = "role_created";
    public static final String ROLE_UPDATED = "role_updated";
    public static final String ROLE_DELETED = "role_deleted";
    public static final String ROLES_ORDERED = "roles_ordered";
    public static final String CHANNEL_CREATED = "channel_created";
    public static final String CHANNEL_UPDATED = "channel_updated";
    public static final String CHANNEL_DELETED = "channel_deleted";
    public static final String CHANNELS_ORDERED = "channels_ordered";
    public static final String OVERRIDE_CHANGED = "override_changed";

    private static final Map<String, Reach> KINDS = Map.ofEntries(
            Map.entry(GUILD_OWNER_CHANGED, Reach.MEMBERS),
            Map.entry(GUILD_DELETED, Reach.NOBODY),
            Map.entry(MEMBER_RIGHTS_CHANGED, Reach.SUBJECT),
            Map.entry(MEMBER_LEFT, Reach.NOBODY),
            Map.entry(MEMBER_REMOVED, Reach.NOBODY),
            Map.entry(ROLE_CREATED, Reach.NOBODY),
            Map.entry(ROLE_UPDATED, Reach.MEMBERS),
            Map.entry(ROLE_DELETED, Reach.MEMBERS),
            Map.entry(ROLES_ORDERED, Reach.MEMBERS),
            Map.entry(CHANNEL_CREATED, Reach.MEMBERS),
            Map.entry(CHANNEL_UPDATED, Reach.NOBODY),
            Map.entry(CHANNEL_DELETED, Reach.MEMBERS),
            Map.entry(CHANNELS_ORDERED, Reach.MEMBERS),
            Map.entry(OVERRIDE_CHANGED, Reach.MEMBERS));

    private RightsChange() {}

    /// Whose view of the guild a change can change, among those who are members after it.
    public enum Reach {
        /// Only what the server keeps for deciding is outdated.
        NOBODY,
        /// The account that the row is about.
        SUBJECT,
        MEMBERS
    }

    public static boolean isOne(String kind) {
        return KINDS.containsKey(kind);
    }

    /// Empty for a kind that changes no rights.
    public static Optional<Reach> reach(String kind) {
        return Optional.ofNullable(KINDS.get(kind));
    }
}
