// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;

/// A guild.
public record Guild(GuildId id, String name, UserId ownerId, int memberCount, Instant createdAt) {}
