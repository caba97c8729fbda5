// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.Map;
import java.util.Objects;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.platform.db.DatabaseException;
import org.amityvox.server.platform.http.SocketListener;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonFault;
import org.amityvox.server.presence.DeviceStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one client says, frame by frame, and what is done about it.
final class Protocol implements SocketListener {
    private static final Logger log = LoggerFactory.getLogger(Protocol.class);

    private final Connection connection;
    private final Sessions sessions;
    private final MemberRequests memberRequests;
    private final Devices devices;
    private final FrameAllowance allowance;
    private final Frames frames;
    private final Json json;
    private final Runnable gone;

    /// @param gone is run once the socket is closed
    Protocol(
            Connection connection,
            Sessions sessions,
            MemberRequests memberRequests,
            Devices devices,
            FrameAllowance allowance,
            Frames frames,
            Json json,
            Runnable gone) {
        this.connection = connection;
        this.sessions = sessions;
        this.memberRequests = memberRequests;
        this.devices = devices;
        this.allowance = allowance;
        this.frames = frames;
        this.json = json;
        this.gone = gone;
    }

    @Override
    public void text(String message) {
        // An answer that we asked for does not count: a hidden tab may send several at once.
        if (!connection.heard() && !allowance.take()) {
            connection.close(CloseCode.TOO_MANY_FRAMES, "More than 120 frames a minute");
            return;
        }
        try {
            if (json.readTree(message) instanceof Map<?, ?> frame && frame.get("op") instanceof Integer op) {
                obey(op, frame.get("d"));
            } else {
                malformed("A frame is an object with a number in op");
            }
        } catch (JsonFault e) {
            malformed(Objects.requireNonNullElse(e.getMessage(), "Malformed frame"));
        } catch (ApiException e) {
            malformed(e.code().text());
        } catch (Sessions.Busy _) {
            connection.close(CloseCode.UNKNOWN_ERROR, "The server is too busy; try again");
        } catch (DatabaseException e) {
            log.atWarn().addKeyValue("kind", e.kind()).log("A gateway session could not be served");
            connection.close(CloseCode.UNKNOWN_ERROR, "The server cannot reach its database; try again");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A gateway frame failed");
            connection.close(CloseCode.UNKNOWN_ERROR, "Something went wrong on the server");
        }
    }

    @Override
    public void malformed(String reason) {
        connection.close(CloseCode.MALFORMED, reason);
    }

    @Override
    public void closed(int code, String reason) {
        gone.run();
    }

    private void obey(int op, @Nullable Object d) {
        switch (op) {
            case Op.HEARTBEAT -> heartbeat();
            case Op.IDENTIFY, Op.RESUME -> begin(op, d);
            case Op.UPDATE_PRESENCE -> updatePresence(d);
            case Op.REQUEST_MEMBERS -> requestMembers(d);
            default -> malformed("Unknown operation " + op);
        }
    }

    private void heartbeat() {
        sessions.stillUsed(connection);
        connection.send(frames.heartbeatAck());
    }

    private void begin(int op, @Nullable Object d) {
        if (connection.hasBegun()) {
            malformed("This socket has a session already");
        } else if (op == Op.IDENTIFY) {
            sessions.identify(connection, json.convert(d, GatewayApi.Identify.class));
        } else {
            sessions.resume(connection, json.convert(d, GatewayApi.Resume.class));
        }
    }

    private void updatePresence(@Nullable Object d) {
        if (connection.hasBegun()) {
            devices.change(
                    connection,
                    DeviceStatus.of(
                            json.convert(d, GatewayApi.UpdatePresence.class).status()));
        } else {
            connection.close(CloseCode.NOT_AUTHENTICATED, "Identify first");
        }
    }

    private void requestMembers(@Nullable Object d) {
        if (connection.hasBegun()) {
            memberRequests.answer(connection, json.convert(d, GatewayApi.RequestMembers.class));
        } else {
            connection.close(CloseCode.NOT_AUTHENTICATED, "Identify first");
        }
    }
}
