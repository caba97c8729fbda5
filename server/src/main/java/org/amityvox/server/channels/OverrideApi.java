// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of overrides.
public final class OverrideApi {
    private OverrideApi() {}

    /// What a channel allows and denies to those with a role, or to one member. `target_type` is `role` or `user`;
    /// `@everyone` is the role with the guild's id.
    public record View(
            ChannelId channelId,
            String targetType,
            String targetId,
            List<String> permissionsAllow,
            List<String> permissionsDeny) {
        public static View of(ChannelOverride override) {
            return new View(
                    override.channelId(),
                    override.target().type(),
                    override.target().id().value(),
                    override.grant().allow().names(),
                    override.grant().deny().names());
        }
    }

    /// Makes or replaces an override. One that allows and denies nothing is removed.
    public record SetRequest(
            @Nullable String targetType,
            @Nullable List<@Nullable String> permissionsAllow,
            @Nullable List<@Nullable String> permissionsDeny)
            implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("target_type", targetType).oneOf(List.of(OverrideTarget.ROLE, OverrideTarget.USER));
            PermissionSet.check(checks, "permissions_allow", permissionsAllow, PermissionSet.OF_CHANNELS);
            PermissionSet.check(checks, "permissions_deny", permissionsDeny, PermissionSet.OF_CHANNELS);
            if (permissionsAllow != null && permissionsDeny != null) {
                var both = new ArrayList<>(permissionsDeny);
                both.retainAll(permissionsAllow);
                both.stream()
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(name -> checks.fault(
                                "permissions_deny", "contradiction", "One permission is both allowed and denied."));
            }
        }
    }
}
