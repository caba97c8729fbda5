// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import static org.amityvox.server.channels.ChannelError.CHANNEL_LIMIT_REACHED;
import static org.amityvox.server.guilds.GuildError.ROLE_NOT_FOUND;
import static org.amityvox.server.kernel.CommonError.MISSING_PERMISSION;
import static org.amityvox.server.kernel.CommonError.NONCE_REUSED;
import static org.amityvox.server.permissions.PermissionError.CHANNEL_NOT_FOUND;
import static org.amityvox.server.permissions.PermissionError.GUILD_NOT_FOUND;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.http.Call;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec;
import org.amityvox.server.platform.http.Routes;
import org.jspecify.annotations.Nullable;

/// Channels of a guild.
final class ChannelRoutes implements Routes {
    private static final RouteSpec LIST = RouteSpec.user("Lists the channels that one may view, by position")
            .replyList(ChannelApi.ChannelView.class)
            .errors(GUILD_NOT_FOUND);
    private static final RouteSpec CREATE = RouteSpec.user("Makes a channel or a category")
            .needs(Permission.MANAGE_CHANNELS)
            .body(ChannelApi.ChannelCreateRequest.class)
            .reply(201, ChannelApi.Channel.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, CHANNEL_LIMIT_REACHED, NONCE_REUSED);
    private static final RouteSpec ORDER = RouteSpec.user("Gives channels other places, and other categories")
            .needs(Permission.MANAGE_CHANNELS, "in each channel whose place changes, and in each category they enter")
            .bodyList(ChannelApi.ChannelOrderRequest.class)
            .replyList(ChannelApi.ChannelView.class)
            .errors(GUILD_NOT_FOUND, CHANNEL_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec VIEW_AS = RouteSpec.user("Shows the guild as members with just one role have it")
            .needs(Permission.MANAGE_ROLES)
            .query("role_id", "The role; @everyone when absent")
            .reply(200, ChannelApi.GuildAccess.class)
            .errors(GUILD_NOT_FOUND, MISSING_PERMISSION, ROLE_NOT_FOUND);
    private static final RouteSpec GET = RouteSpec.user("Shows a channel, with what one may do in it")
            .needs(Permission.VIEW_CHANNEL)
            .reply(200, ChannelApi.ChannelView.class)
            .errors(CHANNEL_NOT_FOUND);
    private static final RouteSpec UPDATE = RouteSpec.user("Changes a channel")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_CHANNELS)
            .body(ChannelApi.ChannelUpdateRequest.class)
            .reply(200, ChannelApi.Channel.class)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION);
    private static final RouteSpec DELETE = RouteSpec.user("Deletes a channel with everything in it")
            .needs(Permission.VIEW_CHANNEL, Permission.MANAGE_CHANNELS)
            .errors(CHANNEL_NOT_FOUND, MISSING_PERMISSION);

    private final ChannelService channels;
    private final ChannelChangeService changes;

    ChannelRoutes(ChannelService channels, ChannelChangeService changes) {
        this.channels = channels;
        this.changes = changes;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/guilds/{guild}/channels", LIST, this::list),
                Endpoint.post("/guilds/{guild}/channels", CREATE, this::create),
                Endpoint.patch("/guilds/{guild}/channels", ORDER, this::order),
                Endpoint.get("/guilds/{guild}/view-as", VIEW_AS, this::viewAs),
                Endpoint.get("/channels/{channel}", GET, this::get),
                Endpoint.patch("/channels/{channel}", UPDATE, this::update),
                Endpoint.delete("/channels/{channel}", DELETE, this::delete));
    }

    private void list(Call call) {
        call.reply(views(call, guildId(call)));
    }

    private void create(Call call) {
        var guild = guildId(call);
        var request = call.body(ChannelApi.ChannelCreateRequest.class);
        var draft = new ChannelDraft(
                Objects.requireNonNullElse(request.type(), Channel.TEXT),
                Objects.requireNonNull(request.name()).strip(),
                stripped(request.topic()),
                request.categoryId(),
                Math.toIntExact(Objects.requireNonNullElse(request.slowmodeSeconds(), 0L)),
                request.nonce());
        var created = channels.create(call.actor(), guild, draft);
        call.reply(created.created() ? 201 : 200, ChannelApi.Channel.of(created.channel()));
    }

    private void order(Call call) {
        var guild = guildId(call);
        var moves = call.bodyList(ChannelApi.ChannelOrderRequest.class).stream()
                .map(request -> new ChannelOrder.Move(
                        Objects.requireNonNull(request.id()),
                        Math.toIntExact(Objects.requireNonNull(request.position())),
                        request.categoryId()))
                .toList();
        changes.order(call.actor(), guild, moves);
        call.reply(views(call, guild));
    }

    private void viewAs(Call call) {
        var guild = guildId(call);
        var checks = new Checks();
        var role = call.queryId("role_id", RoleId::new, checks);
        checks.done();
        var view = channels.viewAs(call.actor(), guild, role.orElse(new RoleId(guild.value())));
        call.reply(ChannelApi.GuildAccess.of(view.guildId(), view.rights(), view.channels()));
    }

    private void get(Call call) {
        call.reply(channels.get(call.actor(), channelId(call)).toApi());
    }

    private void update(Call call) {
        var channel = channelId(call);
        var request = call.body(ChannelApi.ChannelUpdateRequest.class);
        var change = new ChannelChange(
                request.name() == null ? null : request.name().strip(),
                request.topic() instanceof Patch.Present<String>(var topic)
                        ? Patch.of(stripped(topic))
                        : Patch.absent(),
                request.slowmodeSeconds() == null ? null : Math.toIntExact(request.slowmodeSeconds()),
                request.categoryId());
        call.reply(ChannelApi.Channel.of(changes.update(call.actor(), channel, change)));
    }

    private void delete(Call call) {
        changes.delete(call.actor(), channelId(call));
        call.replyNothing();
    }

    private List<ChannelApi.ChannelView> views(Call call, GuildId guild) {
        return channels.list(call.actor(), guild).stream()
                .map(ChannelService.View::toApi)
                .toList();
    }

    /// An empty topic is none.
    private static @Nullable String stripped(@Nullable String topic) {
        return Optional.ofNullable(topic)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    private static GuildId guildId(Call call) {
        return call.pathId("guild", GuildId::new, GUILD_NOT_FOUND);
    }

    private static ChannelId channelId(Call call) {
        return call.pathId("channel", ChannelId::new, CHANNEL_NOT_FOUND);
    }
}
