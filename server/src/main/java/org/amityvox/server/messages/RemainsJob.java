// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import java.time.Clock;
import java.time.Duration;
import org.amityvox.server.channels.ChannelService;
import org.amityvox.server.platform.db.Database;

/// Removes for good what deleted channels leave: their messages at once, bit by bit; the channels themselves when the
/// log, which tells of them, is as old.
public final class RemainsJob {
    private static final int CHUNK = 5000;

    private final Database db;
    private final ChannelService channels;
    private final Clock clock;
    private final MessageStore messages = new MessageStore();

    RemainsJob(Database db, ChannelService channels, Clock clock) {
        this.db = db;
        this.channels = channels;
        this.clock = clock;
    }

    /// @param retention of the log
    public void run(Duration retention) {
        int removed;
        do {
            removed = db.inTransaction(tx -> messages.deleteOfDeletedChannels(tx, CHUNK));
        } while (removed == CHUNK);
        db.useTransaction(tx -> channels.removeDeleted(tx, clock.instant().minus(retention)));
    }
}
