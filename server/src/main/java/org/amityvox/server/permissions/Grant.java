// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.List;

/// What a role or an override gives and takes.
public record Grant(PermissionSet allow, PermissionSet deny) {
    public static final Grant NOTHING = new Grant(PermissionSet.NONE, PermissionSet.NONE);

    /// Applies grants from first to last: a later one beats an earlier one, and within one, allow beats deny.
    static PermissionSet fold(PermissionSet start, List<Grant> grants) {
        var granted = start;
        for (var grant : grants) {
            granted = granted.without(grant.deny).with(grant.allow);
        }
        return granted;
    }

    /// What becomes possible when `after` takes the place of this: who makes the change must hold all of it.
    public PermissionSet opensUp(Grant after) {
        return after.allow.without(allow).with(deny.without(after.deny));
    }

    public boolean isEmpty() {
        return allow.isEmpty() && deny.isEmpty();
    }
}
