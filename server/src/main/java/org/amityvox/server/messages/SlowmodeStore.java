// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// The `slowmode_sends` table. Whoever touches it has locked the channel.
final class SlowmodeStore {
    private static final String TAKE_TURN = """
            INSERT INTO slowmode_sends (channel_id, user_id, sent_at)
            VALUES (:channel, :user, :now)
            ON CONFLICT (channel_id, user_id) DO UPDATE
               SET sent_at = EXCLUDED.sent_at
             WHERE slowmode_sends.sent_at <= :latest
            """;

    private static final String LAST_SENT = """
            SELECT sent_at
              FROM slowmode_sends
             WHERE channel_id = :channel
               AND user_id = :user
            """;

    /// Notes that an account writes now, if its last message is at least `interval` old.
    ///
    /// @return how long it has to wait still; empty if it was its turn
    Optional<Duration> takeTurn(Tx tx, ChannelId channel, UserId user, Duration interval, Instant now) {
        var taken = tx.sql(TAKE_TURN)
                .bind("channel", channel)
                .bind("user", user)
                .bind("now", now)
                .bind("latest", now.minus(interval))
                .update();
        return taken > 0
                ? Optional.empty()
                : Optional.of(Duration.between(now, lastSent(tx, channel, user).plus(interval)));
    }

    private static Instant lastSent(Tx tx, ChannelId channel, UserId user) {
        return tx.sql(LAST_SENT).bind("channel", channel).bind("user", user).one(row -> row.time("sent_at"));
    }
}
