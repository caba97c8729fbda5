// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.amityvox.server.channels.ChannelError.CHANNEL_LIMIT_REACHED;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.kernel.CommonError.NONCE_REUSED;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;

/// Channels of a guild.
final class ChannelRoutes implements Routes {
    private static final RouteSpec LIST = RouteSpec.user("Lists the channels that one may view, by position")
            .replyList(ChannelApi.ChannelView.class)
            .errors(GUILD_NOT_FOUND);
    private static final RouteSpec CREATE = RouteSpec.user("Makes a channel")
            .needs(Permission.MANAGE_CHANNELS)
            .body(ChannelApi.ChannelCreateRequest.class)
            .reply(201, ChannelApi.Channel.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, CHANNEL_LIMIT_REACHED, NONCE_REUSED);

    private final ChannelService channels;

    ChannelRoutes(ChannelService channels) {
        this.channels = channels;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/channels", LIST, this::list),
                Endpoint.post("/guilds/{guild}/channels", CREATE, this::create));
    }

    private void list(Call call) {
        call.reply(channels.list(call.actor(), guildId(call)).stream()
                .map(ChannelService.View::toApi)
                .toList());
    }

    private void create(Call call) {
        var request = call.body(ChannelApi.ChannelCreateRequest.class);
        var topic = Optional.ofNullable(request.topic())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        var created = channels.create(
                call.actor(),
                guildId(call),
                Objects.requireNonNull(request.name()).strip(),
                topic,
                request.nonce());
        call.reply(created.created() ? 201 : 200, ChannelApi.Channel.of(created.channel()));
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }
}
