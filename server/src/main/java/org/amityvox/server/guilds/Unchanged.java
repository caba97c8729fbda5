// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.List;

/// Takes a transaction back that has turned out to change nothing, so that it does not raise the version of rights.
final class Unchanged extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Role> roles;

    /// @param roles that were to be changed, as they are
    Unchanged(List<Role> roles) {
        super("", null, false, false);
        this.roles = List.copyOf(roles);
    }

    List<Role> roles() {
        return roles;
    }
}
