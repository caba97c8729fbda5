// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import static org.amityvox.server.messages.MessageError.MESSAGE_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Read states.
final class ReadStateRoutes implements Routes {
    private static final RouteSpec ACK = RouteSpec.user("Says up to which message one has read")
            .needs(Permission.VIEW_CHANNEL)
            .body(ReadStateApi.AckRequest.class)
            .reply(200, ReadStateApi.ReadState.class)
            .errors(CHANNEL_NOT_FOUND, MESSAGE_NOT_FOUND);

    private final ReadStateService states;

    ReadStateRoutes(ReadStateService states) {
        this.states = states;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/channels/{channel}/ack", ACK, this::ack));
    }

    private void ack(Call call) {
        var channel = call.pathId("channel", ChannelId::new, CHANNEL_NOT_FOUND);
        var message =
                Objects.requireNonNull(call.body(ReadStateApi.AckRequest.class).messageId());
        call.reply(ReadStateApi.ReadState.of(states.ack(call.actor(), channel, message)));
    }
}
