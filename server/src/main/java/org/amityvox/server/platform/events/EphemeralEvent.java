// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.json.Json;

/// Something that is told now or never, such as that somebody types: it goes over the bus, or straight to the sessions
/// of this process, is in no log and may be lost. A type of its own, so that nobody takes it for what must arrive. Like
/// a [LiveEvent] it is text already, and can leave the process.
///
/// @param audience who gets it
/// @param t its name on the wire
/// @param d its content as JSON
public record EphemeralEvent(Audience audience, String t, String d) {
    /// Who gets an event. Whoever delivers it decides who of them may have it at that moment.
    public sealed interface Audience {}

    /// Those who may view a channel, all but one account.
    public record Viewers(GuildId guild, ChannelId channel, UserId but) implements Audience {}

    /// All sessions of one account.
    public record Account(UserId user) implements Audience {}

    /// Members of these guilds, about one of them. Only the newest of what is told about the same person matters: it
    /// may wait a moment, and is then told together with what is told about others.
    ///
    /// @param guilds of the subject
    /// @param large those of them in which only such sessions are told as have asked for members
    public record Fellows(UserId subject, List<GuildId> guilds, List<GuildId> large) implements Audience {
        public Fellows {
            guilds = List.copyOf(guilds);
            large = List.copyOf(large);
        }
    }

    /// The processes themselves; no session is told.
    public record Processes() implements Audience {}

    public static <T> EphemeralEvent of(Json json, WireType<T> type, T d, Audience audience) {
        return new EphemeralEvent(
                audience, type.name(), json.writeText(type.payload().cast(d)));
    }
}
