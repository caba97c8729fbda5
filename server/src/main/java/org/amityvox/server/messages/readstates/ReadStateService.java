// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.messages.MessageError;
import org.amityvox.server.messages.MessageService;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.EventBus;
import org.amityvox.server.platform.json.Json;

/// How far accounts have read.
public final class ReadStateService {
    /// What was committed this long after it was decided is still found; clocks of several servers differ, too.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Database db;
    private final AccessService access;
    private final MessageService messages;
    private final EventBus bus;
    private final Json json;
    private final Clock clock;
    private final ReadStateStore states = new ReadStateStore();

    ReadStateService(Database db, AccessService access, MessageService messages, EventBus bus, Json json, Clock clock) {
        this.db = db;
        this.access = access;
        this.messages = messages;
        this.bus = bus;
        this.json = json;
        this.clock = clock;
    }

    /// Says up to which message the actor has read a channel, and tells their other sessions. Older ones than before
    /// are fine, and so are messages that are deleted by now.
    public ReadState ack(Actor actor, ChannelId channel, MessageId message) {
        var place = access.channel(actor, channel);
        var state = new ReadState(channel, place.guildId(), message);
        var changed = db.single(tx -> {
            if (!messages.existed(tx, channel, message)) {
                throw MessageError.MESSAGE_NOT_FOUND.exception();
            }
            return states.put(tx, actor.userId(), channel, message, clock.instant());
        });
        if (changed) {
            bus.publishEphemeral(EphemeralEvent.of(
                    json,
                    ReadStateEvents.READ_STATE_UPDATE,
                    ReadStateApi.ReadState.of(state),
                    new EphemeralEvent.Account(actor.userId())));
        }
        return state;
    }

    /// All read states of an account, also of channels that it may not see any more: for readers who filter by rights.
    public List<ReadState> all(Tx tx, UserId user) {
        return states.changedSince(tx, user, Instant.EPOCH);
    }

    /// Those that may have changed since a moment, as [#all].
    public List<ReadState> changedSince(Tx tx, UserId user, Instant moment) {
        return states.changedSince(tx, user, moment.minus(MARGIN));
    }
}
