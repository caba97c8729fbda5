// SPDX-License-Identifier: AGPL-3.0-only
/// Guilds, their members, roles, invites and bans, and the audit log. Owns `guilds`, `guild_departures`, `roles`,
/// `guild_members`, `member_roles`, `timeouts`, `bans`, `invites` and `audit_log`; offers the ports
/// [org.amityvox.server.guilds.FirstChannel], [org.amityvox.server.guilds.ChannelRemoval] and
/// [org.amityvox.server.guilds.MessageRemover].
@NullMarked
package org.amityvox.server.guilds;

import org.jspecify.annotations.NullMarked;
