// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Duration;
import java.util.List;
import org.amityvox.server.app.Person;
import org.amityvox.server.app.TestInstance;
import org.amityvox.server.app.World;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// Changes rights behind the API, the way its transactions do, whatever routes there are; done when all have heard.
final class Rights {
    private final TestInstance server;

    Rights(TestInstance server) {
        this.server = server;
    }

    /// Hides a channel from everybody but these people and the owner.
    void hide(World guild, ChannelId channel, Person... but) {
        change(guild, RightsChange.OVERRIDE_CHANGED, null, tx -> {
            override(tx, channel, "role", guild.id().value(), 0, view());
            List.of(but)
                    .forEach(person -> override(tx, channel, "user", person.id().value(), view(), 0));
        });
    }

    void timeOut(World guild, Person person) {
        change(
                guild,
                RightsChange.MEMBER_RIGHTS_CHANGED,
                person,
                tx -> tx.sql("INSERT INTO timeouts (guild_id, user_id, until) VALUES (:guild, :user, :until)")
                        .bind("guild", guild.id())
                        .bind("user", person.id())
                        .bind("until", server.clock().instant().plus(Duration.ofHours(1)))
                        .update());
    }

    void remove(World guild, Person person) {
        change(
                guild,
                RightsChange.MEMBER_REMOVED,
                person,
                tx -> tx.sql("DELETE FROM guild_members WHERE guild_id = :guild AND user_id = :user")
                        .bind("guild", guild.id())
                        .bind("user", person.id())
                        .update());
    }

    private interface Change {
        void in(Tx tx);
    }

    private void change(World guild, String kind, @Nullable Person subject, Change change) {
        server.db().useTransaction(tx -> {
            tx.sql("UPDATE guilds SET rights_version = rights_version + 1 WHERE id = :guild")
                    .bind("guild", guild.id())
                    .update();
            change.in(tx);
            tx.sql("INSERT INTO event_log (kind, guild_id, user_id, origin, created_at)"
                            + " SELECT :kind, :guild, :user::text, instance_id, :now FROM users WHERE id = :owner")
                    .bind("kind", kind)
                    .bind("guild", guild.id())
                    .bind("user", subject == null ? null : subject.id())
                    .bind("owner", guild.owner().id())
                    .bind("now", server.clock().instant())
                    .update();
        });
        server.settle();
    }

    private static void override(Tx tx, ChannelId channel, String type, String target, long allow, long deny) {
        tx.sql("INSERT INTO channel_overrides (channel_id, target_type, target_id, permissions_allow, permissions_deny)"
                        + " VALUES (:channel, :type, :target, :allow, :deny)")
                .bind("channel", channel)
                .bind("type", type)
                .bind("target", target)
                .bind("allow", allow)
                .bind("deny", deny)
                .update();
    }

    private static long view() {
        return PermissionSet.of(Permission.VIEW_CHANNEL).bits();
    }
}
