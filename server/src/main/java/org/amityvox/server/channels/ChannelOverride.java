// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Row;

/// What a channel gives and takes, on top of the roles.
public record ChannelOverride(ChannelId channelId, OverrideTarget target, Grant grant) {

    /// Reads the columns `channel_id, target_type, target_id, permissions_allow, permissions_deny`.
    static ChannelOverride of(Row row) {
        return new ChannelOverride(
                row.as("channel_id", ChannelId::new),
                OverrideTarget.of(row.text("target_type"), row.text("target_id")),
                new Grant(
                        new PermissionSet(row.number("permissions_allow")),
                        new PermissionSet(row.number("permissions_deny"))));
    }
}
