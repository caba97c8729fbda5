// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.platform.db.Tx;

/// The `channel_overrides` table.
final class OverrideStore {
    private static final String LIST = """
            SELECT channel_id, target_type, target_id, permissions_allow, permissions_deny
              FROM channel_overrides
             WHERE channel_id = :channel
             ORDER BY target_type, target_id
             LIMIT 1000
            """;

    private static final String FIND = """
            SELECT channel_id, target_type, target_id, permissions_allow, permissions_deny
              FROM channel_overrides
             WHERE channel_id = :channel
               AND target_id = :target
            """;

    private static final String SET = """
            INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow, permissions_deny)
            SELECT id, :target_type, :target, :allow, :deny
              FROM unnest(:channels::text[]) AS id
            ON CONFLICT (channel_id, target_id) DO UPDATE
               SET target_type = EXCLUDED.target_type,
                   permissions_allow = EXCLUDED.permissions_allow, permissions_deny = EXCLUDED.permissions_deny
            """;

    private static final String REMOVE = """
            DELETE FROM channel_overrides
             WHERE channel_id = ANY(:channels)
               AND target_id = :target
            """;

    private static final String COPY = """
            INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow, permissions_deny)
            SELECT :to, target_type, target_id, permissions_allow, permissions_deny
              FROM channel_overrides
             WHERE channel_id = :from
            """;

    /// Those of a channel: roles before members, each by id.
    List<ChannelOverride> list(Tx tx, ChannelId channel) {
        return tx.sql(LIST).bind("channel", channel).list(ChannelOverride::of);
    }

    Optional<ChannelOverride> find(Tx tx, ChannelId channel, String target) {
        return tx.sql(FIND).bind("channel", channel).bind("target", target).first(ChannelOverride::of);
    }

    /// Gives all of `channels` the same override, in place of the one that they have for its target.
    void set(Tx tx, Collection<ChannelId> channels, ChannelOverride override) {
        tx.sql(SET)
                .bind("channels", channels)
                .bind("target_type", override.target().type())
                .bind("target", override.target().id())
                .bind("allow", override.grant().allow().bits())
                .bind("deny", override.grant().deny().bits())
                .update();
    }

    void remove(Tx tx, Collection<ChannelId> channels, OverrideTarget target) {
        tx.sql(REMOVE).bind("channels", channels).bind("target", target.id()).update();
    }

    /// Gives a channel that has none the overrides of another.
    void copy(Tx tx, ChannelId from, ChannelId to) {
        tx.sql(COPY).bind("from", from).bind("to", to).update();
    }
}
