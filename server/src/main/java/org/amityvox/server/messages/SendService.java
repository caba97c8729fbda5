// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionError;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Accepts messages: one round trip to the database when nothing stands in the way. Only who has to wait their turn in
/// slow mode takes a transaction of several.
public final class SendService {
    private static final int LANES = 64;

    private final Database db;
    private final AccessService access;
    private final ChannelService channels;
    private final EventLog events;
    private final Ulids ulids;
    private final Clock clock;
    private final MessageStore messages = new MessageStore();
    private final SendStore sends = new SendStore();
    private final SlowmodeStore slowmode = new SlowmodeStore();

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

    /// A message that is to be sent.
    private record Request(String text, @Nullable String nonce) {
        /// Tells a repeat under the nonce from another message; `null` without a nonce.
        byte @Nullable [] digest() {
            return nonce == null ? null : SendService.digest(text);
        }
    }

    /// Accepts a message. A repeat under the same nonce gives the first result and changes nothing.
    public Sent send(Actor actor, ChannelId channel, String text, @Nullable String nonce) {
        var content = MessageService.checked(text);
        var member = requireMayWrite(access.channel(actor, channel));
        var request = new Request(content, nonce);
        var lane = lanes.get(Math.floorMod(channel.hashCode(), LANES));
        lane.lock();
        try {
            return accept(member, request);
        } catch (SendStore.NonceTaken _) {
            return db.single(tx -> repeated(tx, member, request)).orElseThrow();
        } finally {
            lane.unlock();
        }
    }

    private static ChannelAccess requireMayWrite(ChannelAccess member) {
        MessageService.requireTextChannel(member);
        return member.require(Permission.SEND_MESSAGES);
    }

    /// Optimistic twice, since two servers may have minted ids at the same time; then behind a lock, so that
    /// somebody who changes rights again and again keeps nobody from writing.
    private Sent accept(ChannelAccess member, Request request) {
        if (waitsTheirTurn(member)) {
            return sendLocked(member, request);
        }
        var sent = sendAtOnce(member, request, "");
        if (sent.isPresent()) {
            return sent.get();
        }
        access.forget(member.guildId());
        var again = requireMayWrite(access.channel(member.actor(), member.channelId()));
        var floor = db.single(tx -> channels.messageFloor(tx, member.channelId()))
                .orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
        if (waitsTheirTurn(again)) {
            return sendLocked(again, request);
        }
        return sendAtOnce(again, request, floor).orElseGet(() -> sendLocked(again, request));
    }

    /// One round trip.
    ///
    /// @return empty when it must be decided anew, with an id above the channel's floor
    private Optional<Sent> sendAtOnce(ChannelAccess member, Request request, String floor) {
        var draft = draft(request, floor);
        var accepted = db.single(tx -> sends.send(tx, member, events.origin(), draft, request.digest()));
        accepted.ifPresent(this::publish);
        return accepted.map(mine -> new Sent(mine.message(), true));
    }

    private static boolean waitsTheirTurn(ChannelAccess member) {
        return member.channel().slowmodeSeconds() > 0 && !member.granted().has(Permission.MANAGE_MESSAGES);
    }

    /// With the channel locked: of two messages at once, on whatever servers, one finds the other, and the rights are
    /// what they are until it is accepted.
    private Sent sendLocked(ChannelAccess decided, Request request) {
        return db.inTransaction(tx -> {
            var channel = sends.lock(tx, decided.channelId()).orElseThrow(PermissionError.CHANNEL_NOT_FOUND::exception);
            var member = requireMayWrite(access.still(tx, decided, channel.rightsVersion()));
            var earlier = repeated(tx, member, request);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            var draft = draft(request, channel.floor());
            if (waitsTheirTurn(member)) {
                takeTurn(tx, member, draft.now());
            }
            var accepted = sends.send(tx, member, events.origin(), draft, request.digest())
                    .orElseThrow();
            tx.afterCommit(() -> publish(accepted));
            return new Sent(accepted.message(), true);
        });
    }

    private void takeTurn(Tx tx, ChannelAccess member, Instant now) {
        var interval = Duration.ofSeconds(member.channel().slowmodeSeconds());
        var left = slowmode.takeTurn(tx, member.channelId(), member.actor().userId(), interval, now);
        if (left.isPresent()) {
            var seconds = left.get().plusMillis(999).toSeconds();
            // The clock of another server, which wrote down the last message, may be ahead of ours.
            throw MessageError.SLOWMODE.exception(
                    ApiException.RETRY_AFTER, Math.clamp(seconds, 1, interval.toSeconds()));
        }
    }

    private SendStore.Draft draft(Request request, String floor) {
        return new SendStore.Draft(
                new MessageId(ulids.nextAfter(floor)), request.text(), request.nonce(), clock.instant());
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

    /// What was sent under the same nonce before.
    private Optional<Sent> repeated(Tx tx, ChannelAccess member, Request request) {
        var digest = request.digest();
        if (request.nonce() == null || digest == null) {
            return Optional.empty();
        }
        var author = member.actor().userId();
        var earlier = messages.byNonce(tx, member.channelId(), author, request.nonce());
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        if (!earlier.get().hasBody(digest)) {
            throw CommonError.NONCE_REUSED.exception();
        }
        var message = messages.find(tx, member.channelId(), earlier.get().id())
                .orElseThrow(MessageError.MESSAGE_NOT_FOUND::exception);
        return Optional.of(new Sent(message, false));
    }

    private static byte[] digest(String content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
