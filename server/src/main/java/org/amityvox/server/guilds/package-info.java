// SPDX-License-Identifier: AGPL-3.0-only
/// Guilds, their members, roles and invites, and the audit log. Owns `guilds`, `guild_departures`, `roles`,
/// `guild_members`, `member_roles`, `invites` and `audit_log`; offers the ports
/// [org.amityvox.server.guilds.FirstChannel] and [org.amityvox.server.guilds.ChannelRemoval].
@NullMarked
package org.amityvox.server.guilds;

import org.jspecify.annotations.NullMarked;
