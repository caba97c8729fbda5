// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.gateway;

import java.util.List;
import org.amityvox.server.guilds.GuildService;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Database;

/// Reads in whose guilds an account is, to find who else is told of its changes.
final class AudienceReader {
    private final Database db;
    private final GuildService guilds;

    AudienceReader(Database db, GuildService guilds) {
        this.db = db;
        this.guilds = guilds;
    }

    List<GuildId> guildsOf(UserId user) {
        return db.single(tx -> guilds.guildsOf(tx, user));
    }
}
