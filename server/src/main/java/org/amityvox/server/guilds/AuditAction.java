// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.Locale;

/// What the audit log tells of, each with the kind of thing that it was done to.
public enum AuditAction {
    GUILD_UPDATED("guild"),
    GUILD_OWNER_CHANGED("guild"),
    ROLE_CREATED("role"),
    ROLE_UPDATED("role"),
    ROLE_DELETED("role"),
    ROLES_ORDERED("guild"),
    CHANNEL_CREATED("channel"),
    CHANNEL_UPDATED("channel"),
    CHANNEL_DELETED("channel"),
    CHANNELS_ORDERED("guild"),
    OVERRIDE_SET("channel"),
    OVERRIDE_REMOVED("channel"),
    MEMBER_UPDATED("user"),
    MEMBER_ROLE_ADDED("user"),
    MEMBER_ROLE_REMOVED("user"),
    MEMBER_TIMED_OUT("user"),
    MEMBER_TIMEOUT_REMOVED("user"),
    MEMBER_KICKED("user"),
    MEMBER_BANNED("user"),
    MEMBER_UNBANNED("user"),
    INVITE_CREATED("invite"),
    INVITE_DELETED("invite"),
    MESSAGE_DELETED("message");

    private final String targetType;

    AuditAction(String targetType) {
        this.targetType = targetType;
    }

    public String targetType() {
        return targetType;
    }

    /// The name on the wire and in the table.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
