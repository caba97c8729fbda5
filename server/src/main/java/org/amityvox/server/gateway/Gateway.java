// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.amityvox.server.platform.events.EphemeralEvent;
import org.amityvox.server.platform.events.LiveEvent;
import org.amityvox.server.platform.http.Socket;
import org.amityvox.server.platform.http.SocketEndpoint;
import org.amityvox.server.platform.http.SocketListener;
import org.amityvox.server.platform.json.Json;

/// The address where clients open their live connection.
public final class Gateway implements SocketEndpoint {
    static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(30);
    private static final String VERSION = "1";

    private final Hub hub;
    private final Sessions sessions;
    private final MemberRequests memberRequests;
    private final Devices devices;
    private final EphemeralDelivery ephemeral;
    private final Frames frames;
    private final Json json;
    private final Clock clock;
    private final GatewayApi.ServerVersion version;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    Gateway(
            Hub hub,
            Sessions sessions,
            MemberRequests memberRequests,
            Devices devices,
            EphemeralDelivery ephemeral,
            Frames frames,
            Json json,
            Clock clock,
            GatewayApi.ServerVersion version) {
        this.hub = hub;
        this.sessions = sessions;
        this.memberRequests = memberRequests;
        this.devices = devices;
        this.ephemeral = ephemeral;
        this.frames = frames;
        this.json = json;
        this.clock = clock;
        this.version = version;
    }

    @Override
    public String path() {
        return "/gateway";
    }

    @Override
    public SocketListener open(Socket socket) {
        var connection = new Connection(socket, frames, clock);
        open.add(connection);
        connection.send(frames.of(Op.HELLO, new GatewayApi.Hello(HEARTBEAT_INTERVAL.toMillis(), version)));
        if (socket.query("v").filter(asked -> !asked.equals(VERSION)).isPresent()) {
            connection.finish(CloseCode.UNSUPPORTED_VERSION, "This server speaks version " + VERSION);
        }
        return new Protocol(
                connection,
                sessions,
                memberRequests,
                devices,
                new FrameAllowance(clock),
                frames,
                json,
                () -> forget(connection));
    }

    /// Takes events from the tail, in order.
    public void onEvent(LiveEvent event) {
        hub.deliver(event);
    }

    /// Takes from the bus what is in no log.
    public void onEphemeral(EphemeralEvent event) {
        ephemeral.accept(event);
    }

    /// Sends what was kept back for a moment. To be called several times a second.
    public void sendDue() {
        ephemeral.sendDue();
    }

    /// Nothing at or below `pos` will come from the tail.
    public void startAt(long pos) {
        hub.moveTo(pos);
    }

    /// Asks silent clients and gives up on dead ones. To be called about once a second.
    public void watch() {
        open.forEach(Connection::watch);
    }

    /// Closes every socket because the event at `pos` could not be told: who comes back is given all there is.
    public void startAllAfresh(long pos) {
        hub.moveTo(pos);
        open.forEach(connection -> connection.close(CloseCode.UNKNOWN_ERROR, "An event could not be told"));
    }

    /// Sends every client away; it comes back to another instance, or to this one once it runs again.
    public void sendAllAway() {
        open.forEach(Connection::sendAway);
    }

    /// How many sockets are open.
    public int connections() {
        return open.size();
    }

    private void forget(Connection connection) {
        open.remove(connection);
        hub.forget(connection);
        devices.leave(connection);
    }
}
