// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.http.Frame;
import org.amityvox.server.platform.http.Socket;
import org.amityvox.server.presence.DeviceStatus;
import org.jspecify.annotations.Nullable;

/// One client's socket: who it belongs to, what it was sent, when it was heard of. The [Hub]'s lock guards
/// `guilds` and the order of what is delivered.
final class Connection {
    static final Duration AUTHENTICATE_WITHIN = Duration.ofSeconds(10);
    static final Duration ASK_AFTER = Duration.ofSeconds(45);
    static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);
    private static final int MAX_HELD = 100;

    private final Socket socket;
    private final Frames frames;
    private final Clock clock;
    private final Set<GuildId> guilds = new HashSet<>();
    private final Map<GuildId, Long> views = new HashMap<>();
    /// In which large guilds it is told of the presence of members; most connections never ask.
    private Set<GuildId> memberListsOf = Set.of();

    /// What it is told once it has begun.
    private List<Frame> held = List.of();

    private @Nullable DeviceStatus device;
    private volatile long strangerSince;
    private volatile boolean beginning;
    private volatile @Nullable Actor actor;
    private volatile boolean begun;
    private volatile boolean gone;
    private volatile long heardAt;
    private volatile boolean asked;
    private long deliveredUpTo;
    private Set<Long> toldAlready = Set.of();

    Connection(Socket socket, Frames frames, Clock clock) {
        this.socket = socket;
        this.frames = frames;
        this.clock = clock;
        this.strangerSince = clock.millis();
        this.heardAt = strangerSince;
    }

    /// Whose connection this is; only once it has [#belongsTo] somebody.
    UserId user() {
        return Objects.requireNonNull(actor).userId();
    }

    Optional<Actor> actor() {
        return Optional.ofNullable(actor);
    }

    void belongsTo(Actor owner) {
        actor = owner;
    }

    /// The guilds whose events it gets.
    Set<GuildId> guilds() {
        return guilds;
    }

    /// The guild is not its account's any more.
    void leaves(GuildId guild) {
        guilds.remove(guild);
        views.remove(guild);
        if (hasAskedForMembersOf(guild)) {
            memberListsOf.remove(guild);
        }
    }

    /// Whether the socket is closed or closing.
    boolean isGone() {
        return gone || !socket.isOpen();
    }

    void goes() {
        gone = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /// The client has said who it is and waits for its turn; from now on time is ours.
    void isBeginning() {
        beginning = true;
    }

    /// The client has to say anew who it is.
    void isStranger() {
        beginning = false;
        strangerSince = clock.millis();
    }

    /// From now on it has READY or has resumed, and gets events beyond `pos`.
    void begins(long pos) {
        begun = true;
        deliveredUpTo = pos;
    }

    /// Passes over positions that are still to come: what the connection began with contains them.
    void skips(Set<Long> positions) {
        toldAlready = positions.isEmpty() ? Set.of() : new HashSet<>(positions);
    }

    void deliver(OutgoingEvent outgoing) {
        if (outgoing.pos() > deliveredUpTo) {
            deliveredUpTo = outgoing.pos();
            if (!isToldAlready(outgoing.pos())) {
                tell(outgoing);
            }
        }
    }

    /// Sends what an event means to this connection's account, but for a view of a guild that it has already.
    ///
    /// @return whether that was anything
    boolean tell(OutgoingEvent outgoing) {
        var guild = outgoing.row().guild();
        var told = guild == null ? 0 : views.getOrDefault(guild, 0L);
        var mine = outgoing.framesFor(user(), told);
        mine.forEach(this::send);
        if (guild != null) {
            outgoing.viewOf(user()).ifPresent(view -> views.put(guild, view));
        }
        return !mine.isEmpty();
    }

    private boolean isToldAlready(long pos) {
        if (toldAlready.isEmpty()) {
            return false;
        }
        var told = toldAlready.remove(pos);
        // A position that the connection is not entitled to never comes here; who is past it needs no room for it.
        toldAlready.removeIf(other -> other < pos);
        toldAlready = toldAlready.isEmpty() ? Set.of() : toldAlready;
        return told;
    }

    /// Keeps a frame until it has begun. Of too many the last are lost.
    void hold(Frame frame) {
        if (held.isEmpty()) {
            held = new ArrayList<>();
        }
        if (held.size() < MAX_HELD) {
            held.add(frame);
        }
    }

    /// Sends what was kept.
    void sendHeld() {
        held.forEach(this::send);
        held = List.of();
    }

    /// It has asked for members of this guild, and so wants to know how they are.
    void asksForMembersOf(GuildId guild) {
        if (memberListsOf.isEmpty()) {
            memberListsOf = new HashSet<>();
        }
        memberListsOf.add(guild);
    }

    boolean hasAskedForMembersOf(GuildId guild) {
        return memberListsOf.contains(guild);
    }

    /// As what it counts for presence; `null` => it does not. Guarded by this connection's monitor.
    @Nullable
    DeviceStatus device() {
        return device;
    }

    void becomes(@Nullable DeviceStatus status) {
        device = status;
    }

    void send(Frame frame) {
        if (!socket.offer(frame)) {
            close(CloseCode.TOO_SLOW, "The client does not read fast enough");
        }
    }

    long queuedBytes() {
        return socket.queuedBytes();
    }

    void close(CloseCode code, String reason) {
        socket.close(code.code(), reason);
    }

    /// Closes it once what is queued was sent.
    void finish(CloseCode code, String reason) {
        socket.finish(code.code(), reason);
    }

    /// Tells the client to come back, and closes once it has been told.
    void sendAway() {
        socket.offer(frames.reconnect());
        finish(CloseCode.GOING_AWAY, "The server is going away");
    }

    /// From where the client speaks.
    String address() {
        return socket.clientAddress();
    }

    /// Closes it if it runs on one of these sessions, which have ended.
    void endIfOf(Collection<String> sessions) {
        if (actor().filter(owner -> sessions.contains(owner.sessionId().value()))
                .isPresent()) {
            close(CloseCode.INVALID_TOKEN, "The session has ended");
        }
    }

    /// Notes that the client sent something.
    ///
    /// @return whether it was asked to
    boolean heard() {
        heardAt = clock.millis();
        var wasAsked = asked;
        asked = false;
        return wasAsked;
    }

    /// Asks a client that has been silent, and gives up on one that stays silent.
    void watch() {
        var now = clock.millis();
        if (!begun && !beginning && now - strangerSince >= AUTHENTICATE_WITHIN.toMillis()) {
            close(CloseCode.NOT_AUTHENTICATED, "No Identify or Resume in time");
        } else if (now - heardAt >= GIVE_UP_AFTER.toMillis()) {
            close(CloseCode.HEARTBEAT_MISSED, "No heartbeat in time");
        } else if (begun && !asked && now - heardAt >= ASK_AFTER.toMillis()) {
            asked = true;
            send(frames.heartbeatRequest());
        }
    }
}
