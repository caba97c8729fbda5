// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Frame;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.presence.PresenceEvents;
import org.jspecify.annotations.Nullable;

/// Writes frames. What goes to many is written once.
final class Frames {
    private static final Frame ACK = Frame.of("{\"op\":" + Op.HEARTBEAT_ACK + "}");
    private static final Frame ASK = Frame.of("{\"op\":" + Op.HEARTBEAT + "}");
    private static final Frame RECONNECT = Frame.of("{\"op\":" + Op.RECONNECT + "}");

    private final Json json;

    Frames(Json json) {
        this.json = json;
    }

    Frame heartbeatAck() {
        return ACK;
    }

    /// Asks the client for a heartbeat.
    Frame heartbeatRequest() {
        return ASK;
    }

    Frame reconnect() {
        return RECONNECT;
    }

    Frame of(int op, Object d) {
        return Frame.of("{\"op\":" + op + ",\"d\":" + json.writeText(d) + "}");
    }

    <T> Frame dispatch(WireType<T> type, T d, @Nullable Long s) {
        return dispatch(type.name(), json.writeText(d), s);
    }

    /// How several people are.
    ///
    /// @param presences of each, as JSON has it
    Frame presences(List<?> presences) {
        return dispatch(
                PresenceEvents.PRESENCE_UPDATE.name(), json.writeText(Json.object("presences", presences)), null);
    }

    /// @param d as JSON
    /// @param s the cursor; `null` => the event has none
    static Frame dispatch(String t, String d, @Nullable Long s) {
        var cursor = s == null ? "" : ",\"s\":\"" + s + "\"";
        return Frame.of("{\"op\":" + Op.DISPATCH + ",\"t\":\"" + t + "\"" + cursor + ",\"d\":" + d + "}");
    }
}
