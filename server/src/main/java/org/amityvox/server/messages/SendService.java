// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionError;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Accepts messages: one round trip to the database when nothing stands in the way.
public final class SendService {
    private static final int MAX_ATTEMPTS = 8;
    private static final int LANES = 64;

    private final Database db;
    private final AccessService access;
    private final ChannelService channels;
    private final EventLog events;
    private final Ulids ulids;
    private final Clock clock;
    private final MessageStore messages = new MessageStore();
    private final SendStore sends = new SendStore();

    /// Sends of this process to one channel go one after the other. They would wait for the same row anyway,
    /// each holding a connection, and whoever minted the lower id but locked later would have to try again.
    private final List<ReentrantLock> lanes =
            Stream.generate(ReentrantLock::new).limit(LANES).toList();

    SendService(Database db, AccessService access, ChannelService channels, EventLog events, Ulids ulids, Clock clock) {
        this.db = db;
        this.access = access;
        this.channels = channels;
        this.events = events;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// @param created false for a repeat under the same nonce
    public record Sent(Message message, boolean created) {}

    /// Accepts a message. A repeat under the same nonce gives the first result and changes nothing.
    public Sent send(Actor actor, ChannelId channel, String text, @Nullable String nonce) {
        var content = MessageService.checked(text);
        var member = access.channel(actor, channel).require(Permission.SEND_MESSAGES);
        var digest = nonce == null ? null : digest(content);
        var lane = lanes.get(Math.floorMod(channel.hashCode(), LANES));
        lane.lock();
        try {
            return new Sent(accept(member, content, nonce, digest), true);
        } catch (SendStore.NonceTaken _) {
            return new Sent(repeated(member, nonce, digest), false);
        } finally {
            lane.unlock();
        }
    }

    private Message accept(ChannelAccess first, String content, @Nullable String nonce, byte @Nullable [] digest) {
        var member = first;
        var floor = "";
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var draft = new SendStore.Draft(new MessageId(ulids.nextAfter(floor)), content, nonce, clock.instant());
            var decided = member;
            var accepted = db.single(tx -> sends.send(tx, decided, events.origin(), draft, digest));
            if (accepted.isPresent()) {
                publish(accepted.get());
                return accepted.get().message();
            }
            access.forget(decided.guildId());
            member = access.channel(decided.actor(), decided.channelId()).require(Permission.SEND_MESSAGES);
            floor = db.single(tx -> channels.messageFloor(tx, decided.channelId()))
                    .orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
        }
        throw CommonError.UNAVAILABLE.exception();
    }

    private void publish(SendStore.Accepted accepted) {
        var message = accepted.message();
        events.published(
                accepted.pos(),
                new MessageEvent.Created(
                        message.guildId(),
                        message.channelId(),
                        message.id(),
                        message.author().id()),
                List.of(MessageEvent.MESSAGE_CREATE.with(MessageApi.Message.of(message))));
    }

    private Message repeated(ChannelAccess member, @Nullable String nonce, byte @Nullable [] digest) {
        return db.single(tx -> {
            var sent = Optional.ofNullable(nonce)
                    .flatMap(name -> messages.byNonce(
                            tx, member.channelId(), member.actor().userId(), name))
                    .orElseThrow();
            if (digest == null || !sent.hasBody(digest)) {
                throw CommonError.NONCE_REUSED.exception();
            }
            return messages.find(tx, member.channelId(), sent.id())
                    .orElseThrow(MessageError.MESSAGE_NOT_FOUND::exception);
        });
    }

    private static byte[] digest(String content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
