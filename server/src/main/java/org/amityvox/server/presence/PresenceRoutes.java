// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.TIMED_OUT;

import java.util.List;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Bucket;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Typing.
final class PresenceRoutes implements Routes {
    private static final RouteSpec TYPE = RouteSpec.user("Tells the others in a channel that one types there")
            .needs(Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES)
            .limit(Bucket.TYPING)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION, TIMED_OUT);

    private final TypingService typing;

    PresenceRoutes(TypingService typing) {
        this.typing = typing;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/channels/{channel}/typing", TYPE, this::type));
    }

    private void type(Call call) {
        typing.start(call.actor(), call.pathId("channel", ChannelId::new, CHANNEL_NOT_FOUND));
        call.replyNothing();
    }
}
