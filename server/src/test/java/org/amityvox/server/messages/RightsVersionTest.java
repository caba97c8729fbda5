// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.amityvox.server.app.Reply;
import org.amityvox.server.app.ServerTest;
import org.amityvox.server.app.Standstill;
import org.amityvox.server.app.World;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.junit.jupiter.api.Test;

/// What is done in a channel is decided on a replica of the guild's rights. It must not commit when the rights are
/// others by then.
class RightsVersionTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";
    private static final String TAKE_ALL_BUT_VIEWING = "UPDATE roles SET permissions_allow = "
            + PermissionSet.of(Permission.VIEW_CHANNEL).bits() + " WHERE id = '%s'";
    private static final String CHANGE_NOTHING = "UPDATE roles SET name = name WHERE id = '%s'";

    @Test
    void aSendThatWaitedWhileTheRightWasTakenIsRefused() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        given.message(member, guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).with("content", "too late").post(MESSAGES, guild.channel()),
                TAKE_ALL_BUT_VIEWING.formatted(guild.id().value()));

        reply.expectError(403, "missing_permission").detail("permission", "send_messages");
        assertThat(contents(guild)).containsExactly("before");
    }

    @Test
    void aSendThatWaitedWhileSomethingElseChangedIsDecidedAnewAndGoesThrough() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        given.message(member, guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).with("content", "in time").post(MESSAGES, guild.channel()),
                CHANGE_NOTHING.formatted(guild.id().value()));

        reply.expect(201);
        assertThat(contents(guild)).containsExactly("in time", "before");
    }

    @Test
    void anEditThatWaitedWhileTheRightWasTakenIsRefused() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        var message = given.message(member, guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).with("content", "too late").patch(MESSAGES + "/{}", guild.channel(), message),
                TAKE_ALL_BUT_VIEWING.formatted(guild.id().value()));

        reply.expectError(403, "missing_permission").detail("permission", "send_messages");
        assertThat(contents(guild)).containsExactly("before");
    }

    @Test
    void anEditThatWaitedWhileSomethingElseChangedIsDecidedAnewAndGoesThrough() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        var message = given.message(member, guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).with("content", "in time").patch(MESSAGES + "/{}", guild.channel(), message),
                CHANGE_NOTHING.formatted(guild.id().value()));

        reply.expect(200);
        assertThat(contents(guild)).containsExactly("in time");
    }

    @Test
    void aDeletionThatWaitedWhileTheRightWasTakenIsRefused() throws Exception {
        var guild = given.guildAllowing(Permission.VIEW_CHANNEL, Permission.MANAGE_MESSAGES);
        var member = guild.member();
        var message = given.message(guild.owner(), guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).delete(MESSAGES + "/{}", guild.channel(), message),
                TAKE_ALL_BUT_VIEWING.formatted(guild.id().value()));

        reply.expectError(403, "missing_permission").detail("permission", "manage_messages");
        assertThat(contents(guild)).containsExactly("before");
    }

    @Test
    void aDeletionThatWaitedWhileTheChannelWasHiddenFindsNothing() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        var message = given.message(member, guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).delete(MESSAGES + "/{}", guild.channel(), message),
                "UPDATE roles SET permissions_allow = 0 WHERE id = '%s'"
                        .formatted(guild.id().value()));

        reply.expectError(404, "channel_not_found");
        assertThat(contents(guild)).containsExactly("before");
    }

    @Test
    void aSendInSlowModeThatWaitedWhileTheRightWasTakenIsRefusedAndNotCounted() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        api.as(guild.owner())
                .with("slowmode_seconds", 3600)
                .patch("/api/v1/channels/{}", guild.channel())
                .expect(200);
        given.message(guild.owner(), guild.channel(), "before");

        var reply = during(
                guild,
                () -> api.as(member).with("content", "too late").post(MESSAGES, guild.channel()),
                TAKE_ALL_BUT_VIEWING.formatted(guild.id().value()));

        reply.expectError(403, "missing_permission").detail("permission", "send_messages");
        assertThat(contents(guild)).containsExactly("before");
        assertThat(server.db()
                        .<Integer>single(
                                tx -> tx.sql("SELECT count(*) AS count FROM slowmode_sends WHERE channel_id = :channel")
                                        .bind("channel", guild.channel())
                                        .one(row -> row.integer("count"))))
                .isZero();
    }

    @Test
    void whoChangesRightsAgainAndAgainKeepsNobodyFromWriting() throws Exception {
        var guild = given.guild();
        var member = guild.member();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changing = threads.submit(() -> {
                var changes = 0;
                while (!done.get()) {
                    server.db()
                            .useTransaction(tx -> tx.sql(
                                            "UPDATE guilds SET rights_version = rights_version + 1 WHERE id = :guild")
                                    .bind("guild", guild.id())
                                    .update());
                    changes++;
                }
                return changes;
            });

            try {
                for (var number = 0; number < 100; number++) {
                    var message = given.message(member, guild.channel(), "before");
                    api.as(member)
                            .with("content", "after")
                            .patch(MESSAGES + "/{}", guild.channel(), message)
                            .expect(200);
                }
            } finally {
                done.set(true);
            }
            assertThat(changing.get()).isGreaterThan(100);
        }
    }

    @Test
    void aSendOnOutdatedRightsIsDecidedAnew() {
        var guild = given.guild();
        var member = guild.member();
        given.message(member, guild.channel(), "before");

        server.db().useTransaction(tx -> {
            tx.sql("UPDATE roles SET permissions_allow = :allow WHERE id = :guild")
                    .bind("allow", PermissionSet.of(Permission.VIEW_CHANNEL).bits())
                    .bind("guild", guild.id())
                    .update();
            tx.sql("UPDATE guilds SET rights_version = rights_version + 1 WHERE id = :guild")
                    .bind("guild", guild.id())
                    .update();
        });

        api.as(member)
                .with("content", "too late")
                .post(MESSAGES, guild.channel())
                .expectError(403, "missing_permission");
    }

    /// Holds the channel's row, lets somebody wait for it, changes the rights, and lets go.
    private Reply during(World guild, Callable<Reply> act, String change) throws Exception {
        return Standstill.during(
                server,
                guild,
                "SELECT 1 FROM channels WHERE id = '%s' FOR UPDATE"
                        .formatted(guild.channel().value()),
                "channels",
                act,
                change);
    }

    private List<String> contents(World guild) {
        return api.as(guild.owner())
                .get(MESSAGES, guild.channel())
                .expect(200)
                .data()
                .texts("content");
    }
}
