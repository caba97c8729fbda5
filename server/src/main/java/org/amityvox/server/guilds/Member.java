// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import org.amityvox.server.accounts.UserProfile;
import org.amityvox.server.kernel.GuildId;

/// An account as a member of one guild.
public record Member(GuildId guildId, UserProfile user, Instant joinedAt) {}
