// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.messages.readstates.ReadStateApi;
import org.amityvox.server.messages.readstates.ReadStateEvents;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.http.Authenticator;
import org.amityvox.server.presence.DeviceStatus;
import org.amityvox.server.presence.PresenceService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins and resumes sessions.
final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /// How many sessions read what they begin with at the same time; the others wait their turn.
    private static final int MAX_READERS = 4;

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);
    private static final int MAX_ATTEMPTS = 5;

    /// A replay waits while more than this is unsent, so that it never overflows the queue.
    private static final long MAX_QUEUED_BYTES = 256 << 10;

    private static final Duration PACE = Duration.ofMillis(5);

    private final Hub hub;
    private final Authenticator authenticator;
    private final ReadyReader readies;
    private final ReplayReader replays;
    private final Devices devices;
    private final PresenceService presence;
    private final Frames frames;
    private final Ulids ulids;
    private final Semaphore readers = new Semaphore(MAX_READERS, true);

    Sessions(
            Hub hub,
            Authenticator authenticator,
            ReadyReader readies,
            ReplayReader replays,
            Devices devices,
            PresenceService presence,
            Frames frames,
            Ulids ulids) {
        this.hub = hub;
        this.authenticator = authenticator;
        this.readies = readies;
        this.replays = replays;
        this.devices = devices;
        this.presence = presence;
        this.frames = frames;
        this.ulids = ulids;
    }

    /// Sends READY and makes the connection live.
    void identify(Connection connection, GatewayApi.Identify request) {
        var actor = authenticate(connection, request.token());
        if (actor.isEmpty()) {
            return;
        }
        var device = DeviceStatus.ofOptional(request.status());
        var sessionId = ulids.next();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var turn =
                    inTurn(connection, actor.get(), readies.weight(actor.get().userId(), MAX_READERS), position -> {
                        devices.arrive(connection, device);
                        return readies.read(actor.get().userId(), sessionId, position);
                    });
            var after = turn.position();
            var snapshot = turn.found();
            if (snapshot.isEmpty() || !stillHolds(request.token())) {
                connection.close(CloseCode.INVALID_TOKEN, "The session has ended");
                return;
            }
            var ready = frames.dispatch(GatewayEvents.READY, snapshot.get().ready(), after);
            var contained = snapshot.get().contained();
            if (hub.goLive(connection, actor.get().userId(), snapshot.get().guilds(), after, contained, () -> {
                connection.send(ready);
                tellChanged(connection, snapshot.get().presences());
                connection.begins(after);
            })) {
                return;
            }
        }
        connection.close(CloseCode.UNKNOWN_ERROR, "The server is too busy; try again");
    }

    /// Sends what was missed and makes the connection live, or says why it must begin anew.
    void resume(Connection connection, GatewayApi.Resume request) {
        var actor = authenticate(connection, request.token());
        if (actor.isEmpty()) {
            return;
        }
        var cursor = cursor(request.s());
        if (cursor.isEmpty()) {
            invalid(connection, "unknown");
            return;
        }
        replay(connection, actor.get(), request, cursor.get());
    }

    /// Page by page: nobody holds more than a page, and nobody is read for who does not read.
    private void replay(Connection connection, Actor actor, GatewayApi.Resume request, long cursor) {
        var user = actor.userId();
        var device = DeviceStatus.ofOptional(request.status());
        var first = inTurn(connection, actor, 1, position -> {
            devices.arrive(connection, device);
            return replays.obstacle(user, cursor, position);
        });
        if (first.found().isPresent()) {
            refuse(connection, actor, first.found().get().reason());
            return;
        }
        var sent = 0;
        var handled = cursor;
        var attempts = 0;
        while (attempts < MAX_ATTEMPTS) {
            var from = handled;
            var turn = inTurn(connection, actor, 1, position -> page(actor, cursor, from, position));
            if (turn.found().isEmpty()) {
                refuse(connection, actor, "unknown");
                return;
            }
            var page = turn.found().get();
            if (!stillHolds(request.token())) {
                connection.close(CloseCode.INVALID_TOKEN, "The session has ended");
                return;
            }
            sent += send(connection, page.events());
            handled = Math.max(handled, page.reached());
            if (page.last()) {
                attempts++;
                var begin = handled;
                var resumed = frames.dispatch(
                        GatewayEvents.RESUMED,
                        new GatewayApi.Resumed(sent, page.presences().told()),
                        handled);
                if (hub.goLive(connection, user, page.guilds(), turn.position(), Set.of(), () -> {
                    page.readStates()
                            .forEach(state -> connection.send(frames.dispatch(
                                    ReadStateEvents.READ_STATE_UPDATE, ReadStateApi.ReadState.of(state), null)));
                    connection.send(resumed);
                    tellChanged(connection, page.presences());
                    connection.begins(begin);
                })) {
                    return;
                }
            }
        }
        connection.close(CloseCode.UNKNOWN_ERROR, "The server is too busy; try again");
    }

    /// How people are who have changed since what the connection begins with was read.
    private void tellChanged(Connection connection, SeenPresences seen) {
        var changed = seen.changed(presence);
        if (!changed.isEmpty()) {
            connection.send(frames.presences(changed));
        }
    }

    private void refuse(Connection connection, Actor actor, String reason) {
        hub.leave(connection, actor.userId());
        invalid(connection, reason);
    }

    /// Empty if a row cannot be told: that must not keep its readers out, they begin anew instead.
    private Optional<Replay.Missed> page(Actor actor, long cursor, long after, long until) {
        try {
            return Optional.of(replays.read(actor.userId(), cursor, after, until));
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("after", after).log("What was missed cannot be told");
            return Optional.empty();
        }
    }

    /// @return how many events had something for the account
    private static int send(Connection connection, List<OutgoingEvent> events) {
        var sent = 0;
        var patience = MAX_WAIT.dividedBy(PACE);
        for (var event : events) {
            sent += connection.tell(event) ? 1 : 0;
            while (connection.queuedBytes() > MAX_QUEUED_BYTES && patience-- > 0) {
                LockSupport.parkNanos(PACE.toNanos());
            }
        }
        return sent;
    }

    private Optional<Actor> authenticate(Connection connection, @Nullable String token) {
        var actor = Optional.ofNullable(token).map(Secret::of).flatMap(authenticator::authenticate);
        if (actor.isEmpty()) {
            connection.close(CloseCode.INVALID_TOKEN, "The token is not valid");
        }
        actor.ifPresent(owner -> {
            connection.belongsTo(owner);
            connection.isBeginning();
            stillUsed(connection);
        });
        return actor;
    }

    /// Notes that the session is in use.
    void stillUsed(Connection connection) {
        connection.actor().ifPresent(owner -> authenticator.used(owner, connection.address()));
    }

    /// Asked again once the hub would tell us of the session's end: it may have ended just before.
    private boolean stillHolds(@Nullable String token) {
        return Optional.ofNullable(token)
                .map(Secret::of)
                .flatMap(authenticator::authenticate)
                .isPresent();
    }

    private void invalid(Connection connection, String reason) {
        connection.isStranger();
        connection.send(frames.of(Op.INVALID_SESSION, new GatewayApi.InvalidSession(reason)));
    }

    private static Optional<Long> cursor(@Nullable String s) {
        try {
            return Optional.ofNullable(s).map(Long::parseLong).filter(pos -> pos >= 0);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Enters the hub and reads, when it is this session's turn: nobody reads for a socket that was given up.
    ///
    /// @param weight how many turns it takes up
    /// @throws Busy if that takes too long
    private <T> Turn<T> inTurn(Connection connection, Actor actor, int weight, LongFunction<T> read) {
        try {
            if (!readers.tryAcquire(weight, MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            if (connection.isGone()) {
                throw new Busy();
            }
            var position = hub.enter(connection, actor.userId());
            return new Turn<>(position, read.apply(position));
        } finally {
            readers.release(weight);
        }
    }

    /// @param position at which the session begins
    /// @param found what was read for it, at or after that position
    private record Turn<T>(long position, T found) {}

    /// Too many sessions begin at the same time.
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("", null, false, false);
        }
    }
}
