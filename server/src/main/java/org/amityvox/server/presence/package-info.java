// SPDX-License-Identifier: AGPL-3.0-only
/// Who is there, and who types. Owns no table: all of it is told now or never, and nothing of it is missed when it is
/// gone. Its port [org.amityvox.server.presence.PresenceStore] is what several processes share of it.
@NullMarked
package org.amityvox.server.presence;

import org.jspecify.annotations.NullMarked;
