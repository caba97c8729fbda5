// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.ErrorCode;

/// What can go wrong with guilds.
public enum GuildError implements ErrorCode {
    OWNER_CANNOT_LEAVE(403, "The owner cannot leave. Give the guild to another member first, or delete it."),
    MEMBER_NOT_FOUND(404, "There is no such member in this guild."),
    ROLE_NOT_FOUND(404, "There is no such role in this guild."),
    GUILD_LIMIT_REACHED(409, "You are in as many guilds as one person can be. Leave one first."),
    OWNED_GUILD_LIMIT_REACHED(409, "You own as many guilds as one person can own.");

    private final int status;
    private final String text;

    GuildError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String text() {
        return text;
    }
}
