// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.Collection;
import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Id;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/// One row of the log: what kind of change, and the ids of what it touched. Never content.
///
/// @param kind in lower snake case, past tense: `message_created`
/// @param guild set => the change concerns that guild
/// @param channel set => only those who may view that channel may know of it
/// @param user set => the account that the change is about
/// @param object the thing itself, such as a message or a session
/// @param actor who did it
/// @param ids of the things, when one change touches several; at most [#MAX_IDS]
public record LogRow(
        String kind,
        @Nullable GuildId guild,
        @Nullable ChannelId channel,
        @Nullable UserId user,
        @Nullable String object,
        @Nullable UserId actor,
        List<String> ids) {
    /// How many things one row can name; a change of more is told in several rows.
    public static final int MAX_IDS = 1000;

    public LogRow {
        ids = List.copyOf(ids);
        if (ids.size() > MAX_IDS) {
            throw new IllegalArgumentException("Too many ids for one row of the log");
        }
    }

    public static LogRow of(String kind) {
        return new LogRow(kind, null, null, null, null, null, List.of());
    }

    public LogRow guild(GuildId id) {
        return new LogRow(kind, id, channel, user, object, actor, ids);
    }

    public LogRow channel(ChannelId id) {
        return new LogRow(kind, guild, id, user, object, actor, ids);
    }

    public LogRow user(UserId id) {
        return new LogRow(kind, guild, channel, id, object, actor, ids);
    }

    public LogRow object(Id id) {
        return new LogRow(kind, guild, channel, user, id.value(), actor, ids);
    }

    public LogRow actor(UserId id) {
        return new LogRow(kind, guild, channel, user, object, id, ids);
    }

    public LogRow ids(Collection<? extends Id> several) {
        return new LogRow(
                kind,
                guild,
                channel,
                user,
                object,
                actor,
                several.stream().map(Id::value).toList());
    }
}
