// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;

/// Gives a new guild a place to talk. Implemented by the slice that owns channels.
public interface FirstChannel {
    /// Makes the channel `general` in the transaction that makes the guild.
    void create(Tx tx, GuildId guild, UserId creator, Instant now);
}
