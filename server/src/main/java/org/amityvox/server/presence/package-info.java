// SPDX-License-Identifier: AGPL-3.0-only
/// Who is there, and who types. Owns no table: all of it is told now or never, and nothing of it is missed when it is
/// gone. Offers the port [org.amityvox.server.presence.DeviceCounts] to itself.
@NullMarked
package org.amityvox.server.presence;

import org.jspecify.annotations.NullMarked;
