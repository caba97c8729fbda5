// SPDX-License-Identifier: AGPL-3.0-only
/// Guilds, their members and invites. Owns `guilds`, `roles`, `guild_members` and `invites`; offers the port
/// [org.amityvox.server.guilds.FirstChannel].
@NullMarked
package org.amityvox.server.guilds;

import org.jspecify.annotations.NullMarked;
