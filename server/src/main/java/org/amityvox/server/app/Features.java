// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.ArrayList;
import java.util.List;
import org.amityvox.server.accounts.AccountsModule;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.channels.ChannelsModule;
import org.amityvox.server.gateway.GatewayApi;
import org.amityvox.server.gateway.GatewayModule;
import org.amityvox.server.guilds.GuildsModule;
import org.amityvox.server.guilds.ModerationModule;
import org.amityvox.server.messages.MessagesModule;
import org.amityvox.server.messages.readstates.ReadStatesModule;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.events.EventTail;
import org.amityvox.server.platform.events.Hydration;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;
import org.amityvox.server.presence.PresenceModule;

/// All slices, in the order of their levels. Reading it from top to bottom is reading the system.
record Features(
        AccessService access,
        AccountsModule accounts,
        GuildsModule guilds,
        ChannelsModule channels,
        MessagesModule messages,
        ReadStatesModule readStates,
        PresenceModule presence,
        ModerationModule moderation,
        GatewayModule gateway,
        EventTail tail) {

    static Features create(Platform platform, ServerConfig config) {
        var db = platform.db();
        var log = platform.events();
        var ulids = platform.ulids();
        var clock = platform.clock();
        var access = new AccessService(db);
        var guilds = GuildsModule.create(
                db,
                access,
                log,
                ChannelService.firstChannel(ulids),
                ChannelService.removal(),
                platform.json(),
                ulids,
                clock);
        var accounts =
                AccountsModule.create(db, log, platform.instance(), guilds.invites(), config.accounts(), ulids, clock);
        var channels = ChannelsModule.create(db, access, guilds.audit(), log, ulids, clock);
        var messages = MessagesModule.create(db, access, channels.channels(), guilds.audit(), log, ulids, clock);
        var readStates =
                ReadStatesModule.create(db, access, messages.messages(), platform.bus(), platform.json(), clock);
        var presence = PresenceModule.create(
                db,
                access,
                accounts.accounts(),
                guilds.guilds(),
                platform.bus(),
                platform.connections().cache(),
                log.origin(),
                platform.json(),
                ulids,
                clock);
        var moderation = ModerationModule.create(db, access, guilds.audit(), log, messages.remover(), clock);
        var hydrators = new ArrayList<Hydrator>(guilds.hydrators());
        hydrators.addAll(List.of(accounts.hydrator(), channels.hydrator(), messages.hydrator()));
        var hydration = new Hydration(hydrators, platform.json());
        var gateway = GatewayModule.create(
                db,
                log,
                hydration,
                access,
                accounts,
                guilds.guilds(),
                channels.channels(),
                readStates.states(),
                presence.presence(),
                platform.json(),
                ulids,
                clock,
                new GatewayApi.ServerVersion(Version.NAME, Version.number()));
        var tail = new EventTail(db, platform.bus(), hydration);
        log.onCommit(access::onChange);
        log.onCommit(accounts.sessions()::onChange);
        tail.onEvent(event -> access.onChange(event.row()));
        tail.onEvent(event -> accounts.sessions().onChange(event.row()));
        tail.onEvent(gateway.gateway()::onEvent);
        tail.onEvent(event -> presence.presence().onChange(event.row()));
        presence.presence().onTold(gateway.gateway()::onEphemeral);
        platform.bus().subscribeEphemeral(presence.presence()::onEphemeral);
        platform.bus().subscribeEphemeral(gateway.gateway()::onEphemeral);
        tail.onLoss(_ -> access.forgetAll());
        tail.onLoss(_ -> accounts.sessions().forgetAll());
        tail.onLoss(gateway.gateway()::startAllAfresh);
        return new Features(
                access, accounts, guilds, channels, messages, readStates, presence, moderation, gateway, tail);
    }

    List<Routes> routes() {
        var routes = new ArrayList<Routes>();
        routes.add(accounts.routes());
        routes.addAll(guilds.routes());
        routes.addAll(channels.routes());
        routes.add(messages.routes());
        routes.add(readStates.routes());
        routes.add(presence.routes());
        routes.addAll(moderation.routes());
        return List.copyOf(routes);
    }

    List<WireType<?>> events() {
        var events = new ArrayList<WireType<?>>(gateway.events());
        events.addAll(accounts.events());
        events.addAll(guilds.events());
        events.addAll(channels.events());
        events.addAll(messages.events());
        events.addAll(readStates.events());
        events.addAll(presence.events());
        return List.copyOf(events);
    }
}
