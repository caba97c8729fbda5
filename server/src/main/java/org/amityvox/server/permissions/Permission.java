// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Locale;

/// Something that a role can allow. The bit is for the database only and is never used again for anything else.
public enum Permission {
    MANAGE_CHANNELS(0, "Create channels."),
    VIEW_CHANNEL(20, "See a channel and what happens in it."),
    READ_HISTORY(21, "Read what was written before."),
    SEND_MESSAGES(22, "Write messages."),
    MANAGE_MESSAGES(23, "Delete messages of others."),
    CREATE_INVITES(37, "Make links that let people in."),
    ADMINISTRATOR(63, "Everything.");

    private final int bit;
    private final String meaning;

    Permission(int bit, String meaning) {
        this.bit = bit;
        this.meaning = meaning;
    }

    long mask() {
        return 1L << bit;
    }

    /// One sentence for people.
    public String meaning() {
        return meaning;
    }

    /// The name on the wire.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
