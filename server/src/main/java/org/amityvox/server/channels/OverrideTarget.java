// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import org.amityvox.server.kernel.Id;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;

/// Whom an override is for.
public sealed interface OverrideTarget {
    String ROLE = "role";
    String USER = "user";

    /// Everybody with a role; `@everyone` is the one with the guild's id.
    record OfRole(RoleId id) implements OverrideTarget {}

    record OfUser(UserId id) implements OverrideTarget {}

    Id id();

    /// The name on the wire and in the table.
    default String type() {
        return switch (this) {
            case OfRole _ -> ROLE;
            case OfUser _ -> USER;
        };
    }

    static OverrideTarget of(String type, String id) {
        return type.equals(ROLE) ? new OfRole(new RoleId(id)) : new OfUser(new UserId(id));
    }
}
