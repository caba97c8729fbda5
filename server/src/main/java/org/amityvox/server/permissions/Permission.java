// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.amityvox.server.platform.http.RouteSpec;

/// Something that a role can allow. The bit is for the database only and is never used again for anything else.
public enum Permission implements RouteSpec.Requirement {
    MANAGE_CHANNELS(0, Scope.CHANNEL, "Make, change, order and delete channels and categories."),
    MANAGE_GUILD(1, Scope.GUILD, "Change the name and description, see and delete all invites."),
    MANAGE_PERMISSIONS(2, Scope.CHANNEL, "Say who may do what in a channel."),
    MANAGE_ROLES(3, Scope.GUILD, "Make, change, order and delete roles below one's own."),
    KICK_MEMBERS(6, Scope.GUILD, "Remove members, who may come back with an invite."),
    BAN_MEMBERS(7, Scope.GUILD, "Remove people and keep them out, see and lift bans."),
    TIMEOUT_MEMBERS(8, Scope.GUILD, "Keep members from writing for a while."),
    ASSIGN_ROLES(9, Scope.GUILD, "Give and take roles below one's own."),
    CHANGE_NICKNAME(10, Scope.GUILD, "Choose one's own nickname."),
    MANAGE_NICKNAMES(11, Scope.GUILD, "Change the nicknames of others."),
    VIEW_AUDIT_LOG(14, Scope.GUILD, "Read who changed what."),
    VIEW_CHANNEL(20, Scope.CHANNEL, "See a channel and what happens in it."),
    READ_HISTORY(21, Scope.CHANNEL, "Read what was written before."),
    SEND_MESSAGES(22, Scope.CHANNEL, "Write messages."),
    MANAGE_MESSAGES(23, Scope.CHANNEL, "Delete messages of others, and write without waiting in slow mode."),
    CREATE_INVITES(37, Scope.GUILD, "Make links that let people in."),
    ADMINISTRATOR(63, Scope.GUILD, "Everything, everywhere in the guild.");

    private final int bit;
    private final Scope scope;
    private final String meaning;

    Permission(int bit, Scope scope, String meaning) {
        this.bit = bit;
        this.scope = scope;
        this.meaning = meaning;
    }

    /// Where a permission means something.
    public enum Scope {
        /// In the guild as a whole only.
        GUILD,
        /// In each channel too, so that overrides can name it.
        CHANNEL
    }

    long mask() {
        return 1L << bit;
    }

    /// Its place in the numbers of the database.
    public int bit() {
        return bit;
    }

    public Scope scope() {
        return scope;
    }

    /// One sentence for people.
    public String meaning() {
        return meaning;
    }

    @Override
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The permission with this name on the wire.
    public static Optional<Permission> named(String wireName) {
        return Arrays.stream(values())
                .filter(permission -> permission.wireName().equals(wireName))
                .findFirst();
    }
}
