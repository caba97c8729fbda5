// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import java.util.Map;
import org.amityvox.server.kernel.ChannelId;
import org.jspecify.annotations.Nullable;

/// What decides rights in one channel, beside the roles.
///
/// @param category whether it is a category: it holds channels and no messages
/// @param categoryId that it is listed under
/// @param slowmodeSeconds 0 => none
/// @param deleted whether it is gone, and only kept to decide who is told of that
/// @param overrides id of a role or account => what it is given and taken here
public record ChannelRights(
        ChannelId id,
        boolean category,
        @Nullable ChannelId categoryId,
        int slowmodeSeconds,
        boolean deleted,
        Map<String, Grant> overrides) {
    public ChannelRights {
        overrides = Map.copyOf(overrides);
    }
}
