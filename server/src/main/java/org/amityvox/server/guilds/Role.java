// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.PermissionSet;

/// A role; the one whose id is the guild's id is `@everyone`, at position 0.
public record Role(RoleId id, GuildId guildId, String name, int position, PermissionSet allow, PermissionSet deny) {}
