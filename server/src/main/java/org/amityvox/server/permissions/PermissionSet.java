// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.amityvox.server.kernel.Checks;
import org.jspecify.annotations.Nullable;

/// A set of permissions, as bits.
public record PermissionSet(long bits) {
    public static final PermissionSet NONE = new PermissionSet(0);
    public static final PermissionSet ALL = of(Permission.values());

    /// What overrides of channels can name.
    public static final PermissionSet OF_CHANNELS = of(Arrays.stream(Permission.values())
            .filter(permission -> permission.scope() == Permission.Scope.CHANNEL)
            .toArray(Permission[]::new));

    /// What `@everyone` may do in a new guild.
    public static final PermissionSet DEFAULT = of(
            Permission.VIEW_CHANNEL,
            Permission.READ_HISTORY,
            Permission.SEND_MESSAGES,
            Permission.CREATE_INVITES,
            Permission.CHANGE_NICKNAME);

    /// What a time-out takes away.
    public static final PermissionSet LOST_IN_TIMEOUT = of(Permission.SEND_MESSAGES, Permission.CREATE_INVITES);

    /// As many permissions as there can ever be.
    private static final int MAX_NAMES = 64;

    public static PermissionSet of(Permission... permissions) {
        return new PermissionSet(
                Arrays.stream(permissions).mapToLong(Permission::mask).reduce(0, (a, b) -> a | b));
    }

    /// The set of these names on the wire, all of which [#check] has let pass.
    public static PermissionSet named(@Nullable Collection<? extends @Nullable String> names) {
        return names == null
                ? NONE
                : of(names.stream()
                        .flatMap(name -> Permission.named(String.valueOf(name)).stream())
                        .toArray(Permission[]::new));
    }

    /// Reports names that are no permissions, or that `possible` does not contain.
    public static void check(
            Checks checks, String field, @Nullable Collection<@Nullable String> names, PermissionSet possible) {
        if (names == null) {
            return;
        }
        if (names.size() > MAX_NAMES) {
            checks.fault(field, "items", "Must have at most %s elements.".formatted(MAX_NAMES));
            return;
        }
        for (var name : names) {
            var permission = Permission.named(String.valueOf(name));
            if (permission.isEmpty()) {
                checks.fault(field, "permission", "There is no permission '%s'.".formatted(shortened(name)));
            } else if (!possible.has(permission.get())) {
                checks.fault(field, "scope", "'%s' means nothing in a single channel.".formatted(name));
            }
        }
    }

    private static String shortened(@Nullable String name) {
        var text = String.valueOf(name);
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    public boolean has(Permission permission) {
        return (bits & permission.mask()) != 0;
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public PermissionSet with(PermissionSet more) {
        return new PermissionSet(bits | more.bits);
    }

    public PermissionSet without(PermissionSet less) {
        return new PermissionSet(bits & ~less.bits);
    }

    /// What both contain.
    public PermissionSet and(PermissionSet other) {
        return new PermissionSet(bits & other.bits);
    }

    /// The names on the wire, in the order of the enum.
    public List<String> names() {
        return Arrays.stream(Permission.values())
                .filter(this::has)
                .map(Permission::wireName)
                .toList();
    }
}
