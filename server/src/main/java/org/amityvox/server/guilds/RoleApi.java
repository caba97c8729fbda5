// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.List;
import java.util.regex.Pattern;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of changing roles. A role itself is a [GuildApi.Role].
public final class RoleApi {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

    private RoleApi() {}

    /// A role that is gone; members who had it have it no more.
    public record RoleDeleted(GuildId guildId, RoleId roleId) {}

    /// Makes a role. Without permissions it changes nothing for who has it.
    public record RoleCreateRequest(
            @Nullable String name,
            @Nullable String color,
            @Nullable Boolean hoist,
            @Nullable List<@Nullable String> permissionsAllow,
            @Nullable List<@Nullable String> permissionsDeny,
            @Nullable String nonce)
            implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("name", name);
            checkRole(checks, name, color, permissionsAllow, permissionsDeny);
            checks.optionalText("nonce", nonce).min(1).max(64);
        }
    }

    /// Changes a role. A color of `null` is removed; permissions replace those that the role has.
    public record RoleUpdateRequest(
            @Nullable String name,
            Patch<String> color,
            @Nullable Boolean hoist,
            @Nullable List<@Nullable String> permissionsAllow,
            @Nullable List<@Nullable String> permissionsDeny)
            implements Body {
        @Override
        public void check(Checks checks) {
            checkRole(checks, name, color.value(), permissionsAllow, permissionsDeny);
        }
    }

    /// The new place of one role; those that no element names keep their order around it.
    public record RolePlaceRequest(
            @Nullable RoleId id, @Nullable Long position) implements Body {
        @Override
        public void check(Checks checks) {
            if (id == null) {
                checks.fault("id", "required", "This field is missing.");
            }
            if (position == null) {
                checks.fault("position", "required", "This field is missing.");
            }
            checks.range("position", position, 0, RoleService.MAX_ROLES - 1L);
        }
    }

    private static void checkRole(
            Checks checks,
            @Nullable String name,
            @Nullable String color,
            @Nullable List<@Nullable String> allow,
            @Nullable List<@Nullable String> deny) {
        checks.optionalText("name", name).min(1).max(100).singleLine();
        checks.optionalText("color", color).matches(COLOR, "color", "Must look like #1a2b3c.");
        PermissionSet.check(checks, "permissions_allow", allow, PermissionSet.ALL);
        PermissionSet.check(checks, "permissions_deny", deny, PermissionSet.ALL);
    }
}
