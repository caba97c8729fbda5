// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.RoleId;
import org.jspecify.annotations.Nullable;

/// What decides the rights of one member.
///
/// @param roles beside `@everyone`
/// @param timeoutUntil set => the member is timed out, until the row of the time-out is gone
public record MemberRights(List<RoleId> roles, @Nullable Instant timeoutUntil) {
    public MemberRights {
        roles = List.copyOf(roles);
    }
}
