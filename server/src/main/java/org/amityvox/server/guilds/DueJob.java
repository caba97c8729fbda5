// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;

/// Ends what ends by the clock, guild by guild in short transactions. Safe on any number of servers at the same time.
public final class DueJob {
    /// How many things of one guild end in one transaction.
    private static final int CHUNK = 100;

    private final Database db;
    private final List<Due> kinds;
    private final Clock clock;
    private final GuildStore guilds = new GuildStore();

    DueJob(Database db, List<Due> kinds, Clock clock) {
        this.db = db;
        this.kinds = List.copyOf(kinds);
        this.clock = clock;
    }

    /// One kind of thing that guilds have for a while.
    interface Due {
        /// The guilds in which some are over, ascending.
        List<GuildId> guilds(Tx tx, Instant now);

        /// Ends some that are over in a guild that is locked, at most `most`.
        ///
        /// @return how many have ended
        int end(Tx tx, GuildId guild, Instant now, int most);
    }

    public void run() {
        kinds.forEach(this::end);
    }

    private void end(Due due) {
        var now = clock.instant();
        for (var guild : db.single(tx -> due.guilds(tx, now))) {
            int ended;
            do {
                ended = db.inTransaction(tx -> endIn(tx, due, guild, now));
            } while (ended == CHUNK);
        }
    }

    /// The guild first, as whoever decides on such things does. If somebody else has it, it is done a moment later.
    private int endIn(Tx tx, Due due, GuildId guild, Instant now) {
        return guilds.tryLock(tx, guild) ? due.end(tx, guild, now, CHUNK) : 0;
    }
}
