// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Arrays;
import java.util.List;

/// A set of permissions, as bits.
public record PermissionSet(long bits) {
    public static final PermissionSet NONE = new PermissionSet(0);
    public static final PermissionSet ALL = of(Permission.values());

    /// What `@everyone` may do in a new guild.
    public static final PermissionSet DEFAULT =
            of(Permission.VIEW_CHANNEL, Permission.READ_HISTORY, Permission.SEND_MESSAGES, Permission.CREATE_INVITES);

    public static PermissionSet of(Permission... permissions) {
        return new PermissionSet(
                Arrays.stream(permissions).mapToLong(Permission::mask).reduce(0, (a, b) -> a | b));
    }

    public boolean has(Permission permission) {
        return (bits & permission.mask()) != 0;
    }

    public PermissionSet with(PermissionSet more) {
        return new PermissionSet(bits | more.bits);
    }

    public PermissionSet without(PermissionSet less) {
        return new PermissionSet(bits & ~less.bits);
    }

    /// The names on the wire, in the order of the enum.
    public List<String> names() {
        return Arrays.stream(Permission.values())
                .filter(this::has)
                .map(Permission::wireName)
                .toList();
    }
}
