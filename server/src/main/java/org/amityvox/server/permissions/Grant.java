// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.List;

/// What one role gives and takes.
public record Grant(PermissionSet allow, PermissionSet deny) {

    /// Applies grants from first to last: a later one beats an earlier one, and within one, allow beats deny.
    static PermissionSet fold(PermissionSet start, List<Grant> grants) {
        var granted = start;
        for (var grant : grants) {
            granted = granted.without(grant.deny).with(grant.allow);
        }
        return granted;
    }
}
