// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.EncodedDispatch;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.http.Frame;

/// An event on its way to sessions, with the frames that they share. One thread at a time.
final class OutgoingEvent {
    private final LiveEvent event;
    private final Set<GuildId> fellowGuilds;
    private final Set<UserId> considered;
    private final Map<UserId, PersonalEvents.Personal> personal;
    private final long personalCharacters;
    private final Map<Key, Frame> frames = new HashMap<>();

    private record Key(EncodedDispatch dispatch, boolean last) {}

    /// @param fellowGuilds in which the row's account is, when what happened to it concerns everybody there
    /// @param considered for whom it was found out what the event means to them in particular
    /// @param personal what that is: another dispatch, which follows the shared ones
    OutgoingEvent(
            LiveEvent event,
            Collection<GuildId> fellowGuilds,
            Set<UserId> considered,
            Map<UserId, PersonalEvents.Personal> personal) {
        this.event = event;
        this.fellowGuilds = Set.copyOf(fellowGuilds);
        this.considered = Set.copyOf(considered);
        this.personal = Map.copyOf(personal);
        this.personalCharacters = personal.values().stream()
                .distinct()
                .mapToLong(mine -> mine.dispatch().d().length())
                .sum();
    }

    long pos() {
        return event.pos();
    }

    LogRow row() {
        return event.row();
    }

    /// How much text it holds, roughly.
    long characters() {
        var shared = event.dispatches().stream()
                .mapToLong(dispatch -> dispatch.d().length())
                .sum();
        return shared + personalCharacters;
    }

    /// Whether the event is about `user`, or about somebody whom a member of `guilds` knows; true for what
    /// happened in a guild.
    boolean concerns(UserId user, Collection<GuildId> guilds) {
        return event.row().guild() != null
                || user.equals(event.row().user())
                || !Collections.disjoint(fellowGuilds, guilds);
    }

    /// Whether what the event means to `user` in particular is known, be it nothing.
    boolean isPreparedFor(UserId user) {
        if (!PersonalEvents.has(event.row().kind()) || considered.contains(user)) {
            return true;
        }
        return PersonalEvents.concernsSubject(event.row().kind())
                && !user.equals(event.row().user());
    }

    /// Which view of the row's guild the event brings `user`; empty if none, or one that may differ in more than
    /// rights.
    Optional<Long> viewOf(UserId user) {
        return Optional.ofNullable(personal.get(user))
                .map(PersonalEvents.Personal::view)
                .filter(view -> view != 0);
    }

    /// What an account that is entitled to the event is sent. The cursor stands on the last frame only: who
    /// is cut off between two frames of one event gets all of them again.
    ///
    /// @param told the view of the guild that it has; one and the same is not sent again
    List<Frame> framesFor(UserId user, long told) {
        var subject = user.equals(event.row().user());
        var chosen = new ArrayList<EncodedDispatch>();
        for (var dispatch : event.dispatches()) {
            var meant = switch (dispatch.to()) {
                case ALL -> true;
                case SUBJECT -> subject;
                case OTHERS -> !subject;
            };
            if (meant) {
                chosen.add(dispatch);
            }
        }
        var mine = personal.get(user);
        if (mine != null && (mine.view() == 0 || mine.view() != told)) {
            chosen.add(mine.dispatch());
        }
        var result = new ArrayList<Frame>(chosen.size());
        for (var i = 0; i < chosen.size(); i++) {
            result.add(frames.computeIfAbsent(new Key(chosen.get(i), i == chosen.size() - 1), this::encode));
        }
        return result;
    }

    private Frame encode(Key key) {
        var dispatch = key.dispatch();
        return Frames.dispatch(dispatch.t(), dispatch.d(), key.last() ? event.pos() : null);
    }

    /// A dispatch for one account, encoded.
    static EncodedDispatch personal(String t, String d) {
        return new EncodedDispatch(t, d, Dispatch.To.ALL);
    }
}
