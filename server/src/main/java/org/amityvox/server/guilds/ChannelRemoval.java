// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.platform.db.Tx;

/// What channels lose when something of their guild ends. Implemented by the slice that owns channels.
public interface ChannelRemoval {
    /// Deletes all channels of a guild that ends, in the transaction that ends it; nobody is told of them.
    void deleteAll(Tx tx, GuildId guild, Instant now);

    /// Removes the overrides for a role, in the transaction that deletes it.
    void forgetRole(Tx tx, RoleId role);
}
