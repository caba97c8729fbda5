// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.List;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.permissions.ChannelAccess;
import org.amityvox.server.permissions.ChannelRights;
import org.amityvox.server.permissions.GuildAccess;
import org.amityvox.server.permissions.Permission;
import org.jspecify.annotations.Nullable;

/// Rules about categories.
final class Category {
    private Category() {}

    /// What a member may do in a category that their request names.
    ///
    /// @param field that names it
    /// @throws ApiException `invalid_request` (400) if there is no such category, or if they may
    ///     not see it
    static ChannelAccess of(GuildAccess member, ChannelId id, String field) {
        return member.rights()
                .channel(id)
                .filter(ChannelRights::category)
                .filter(_ -> member.in(id).has(Permission.VIEW_CHANNEL))
                .map(_ -> member.channel(id))
                .orElseThrow(() ->
                        fault(field, "category", "There is no such category in this guild, or you may not see it."));
    }

    /// A category holds channels: it has no topic and no messages, and lies in no other category.
    ///
    /// @throws ApiException `invalid_request` (400)
    static void requirePlain(@Nullable String topic, int slowmodeSeconds, @Nullable ChannelId category) {
        var checks = new Checks();
        if (topic != null) {
            checks.fault("topic", "category", "A category has no topic.");
        }
        if (slowmodeSeconds != 0) {
            checks.fault("slowmode_seconds", "category", "Nobody writes in a category.");
        }
        if (category != null) {
            checks.fault("category_id", "category", "A category lies in no other.");
        }
        checks.done();
    }

    private static ApiException fault(String field, String rule, String message) {
        return CommonError.INVALID_REQUEST.exception("fields", List.of(new Checks.Fault(field, rule, message)));
    }
}
