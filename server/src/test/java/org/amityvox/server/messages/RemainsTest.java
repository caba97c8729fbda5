// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.amityvox.server.app.GatewayFrame;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.kernel.ChannelId;
import org.junit.jupiter.api.Test;

/// What a deleted channel leaves is told to nobody, and removed bit by bit.
class RemainsTest extends ServerTest {
    private static final Duration RETENTION = Duration.ofDays(7);

    @Test
    void messagesOfADeletedChannelAreToldToNobody() {
        var guild = given.guild();
        var reader = guild.member();
        var socket = server.connect(reader);
        socket.close();
        given.message(guild);

        markDeleted(guild.channel(), Duration.ZERO);
        server.settle();
        var again = server.socket();
        again.resume(reader, socket.sessionId(), socket.cursor());

        assertThat(again.framesUntil(frame -> frame.is("RESUMED")))
                .extracting(GatewayFrame::t)
                .containsExactly("RESUMED");
    }

    @Test
    void theMessagesGoAtOnceAndTheChannelWhenTheLogIsAsOld() {
        var guild = given.guild();
        var fresh = given.channel(guild, "fresh").id();
        var old = given.channel(guild, "old").id();
        var kept = given.channel(guild, "kept").id();
        for (var channel : new ChannelId[] {fresh, old, kept}) {
            given.message(guild.owner(), channel, "hello");
        }
        markDeleted(fresh, Duration.ofDays(1));
        markDeleted(old, RETENTION.plusDays(1));

        server.removeRemains(RETENTION);

        assertThat(count("messages", "channel_id", fresh)).isZero();
        assertThat(count("channels", "id", fresh)).isEqualTo(1);
        assertThat(count("messages", "channel_id", old)).isZero();
        assertThat(count("channels", "id", old)).isZero();
        assertThat(count("messages", "channel_id", kept)).isEqualTo(1);
    }

    @Test
    void manyMessagesGoInSeveralSteps() {
        var guild = given.guild();
        server.db()
                .useTransaction(tx -> tx.sql("""
                        INSERT INTO messages (channel_id, id, instance_id, author_id, type, content, created_at)
                        SELECT :channel, '01J' || lpad(n::text, 23, '0'), 'x', :author, 'default', 'x', now()
                          FROM generate_series(1, 12000) AS n
                        """)
                        .bind("channel", guild.channel())
                        .bind("author", guild.owner().id())
                        .update());
        markDeleted(guild.channel(), Duration.ZERO);

        server.removeRemains(RETENTION);

        assertThat(count("messages", "channel_id", guild.channel())).isZero();
    }

    private void markDeleted(ChannelId channel, Duration ago) {
        server.db()
                .useTransaction(tx -> tx.sql("UPDATE channels SET deleted_at = :at WHERE id = :id")
                        .bind("at", server.clock().instant().minus(ago))
                        .bind("id", channel)
                        .update());
    }

    private long count(String table, String column, ChannelId id) {
        return server.db()
                .<Long>single(tx -> tx.sql("SELECT count(*) AS count FROM %s WHERE %s = :id".formatted(table, column))
                        .bind("id", id)
                        .one(row -> row.number("count")));
    }
}
