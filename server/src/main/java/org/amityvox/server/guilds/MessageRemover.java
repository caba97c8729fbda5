// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;

/// Removes what somebody wrote. Implemented by the slice that owns messages.
public interface MessageRemover {
    /// Removes all that `author` wrote in a guild since then, bit by bit in transactions of its own. Doing it again
    /// removes what is left.
    ///
    /// @param actor who has it removed
    void remove(GuildId guild, UserId author, Instant since, UserId actor);
}
