// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.accounts.Device;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.channels.ChannelDraft;
import org.amityvox.server.guilds.Invite;
import org.amityvox.server.guilds.RoleOrderService;
import org.amityvox.server.guilds.RoleService;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.permissions.Grant;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;

/// Builds worlds, through the services where there is one for it.
public final class Given {
    /// The password of everybody.
    public static final String PASSWORD = "correct horse battery";

    /// On which everybody signs in first.
    public static final Device DEVICE = new Device("", "127.0.0.1");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestInstance instance;

    Given(TestInstance instance) {
        this.instance = instance;
    }

    /// A username that nobody has.
    public String name() {
        return "person_" + NAMES.incrementAndGet();
    }

    /// Somebody new.
    public Person person() {
        return person(name());
    }

    public Person person(String username) {
        var accounts = instance.features().accounts();
        var signIn = accounts.accounts()
                .register(new AccountService.Login(username, Secret.of(PASSWORD)), Optional.empty(), DEVICE);
        var actor = accounts.sessions().authenticate(signIn.token()).orElseThrow();
        return new Person(username, signIn.token().reveal(), actor);
    }

    /// A guild in which everybody may what a new guild allows.
    public World guild() {
        return guild(person());
    }

    public World guild(Person owner) {
        var guild = instance.features()
                .guilds()
                .creation()
                .create(owner.actor(), "Guild of " + owner.username(), null)
                .guild();
        var channel = instance.db()
                .single(tx -> instance.features()
                        .channels()
                        .channels()
                        .ofGuilds(tx, List.of(guild.id()))
                        .getFirst());
        return new World(this, owner, guild.id(), channel.id());
    }

    /// A guild in which everybody may exactly this.
    public World guildAllowing(Permission... everyone) {
        var guild = guild();
        instance.features()
                .guilds()
                .roles()
                .update(
                        guild.owner().actor(),
                        guild.id(),
                        new RoleId(guild.id().value()),
                        new RoleService.Change(null, Patch.absent(), null, PermissionSet.of(everyone), null));
        return guild;
    }

    /// An invite without limits.
    public Invite invite(World guild) {
        return instance.features()
                .guilds()
                .inviteIssue()
                .create(guild.owner().actor(), guild.id(), Optional.empty(), Optional.empty());
    }

    void joins(World guild, Person person) {
        instance.features()
                .guilds()
                .invites()
                .accept(person.actor(), invite(guild).code());
    }

    RoleId role(World guild, String name, Permission... allow) {
        var roles = instance.features().guilds().roles();
        var grant = new Grant(PermissionSet.of(allow), PermissionSet.NONE);
        var role = roles.create(
                        guild.owner().actor(), guild.id(), new RoleService.Draft(name, null, false, grant), null)
                .role();
        var order = instance.features().guilds().roleOrder();
        var highest = order.list(guild.owner().actor(), guild.id()).size() - 1;
        order.order(guild.owner().actor(), guild.id(), List.of(new RoleOrderService.Place(role.id(), highest)));
        return role.id();
    }

    void give(World guild, Person member, RoleId role) {
        instance.features().guilds().roleAssignment().give(guild.owner().actor(), guild.id(), member.id(), role);
    }

    void take(World guild, Person member, RoleId role) {
        instance.features().guilds().roleAssignment().take(guild.owner().actor(), guild.id(), member.id(), role);
    }

    void timeOut(World guild, Person member, Instant until) {
        var access = instance.features().access();
        instance.db().useTransaction(tx -> {
            access.raise(tx, guild.id());
            tx.sql("INSERT INTO timeouts (guild_id, user_id, until) VALUES (:guild, :user, :until)")
                    .bind("guild", guild.id())
                    .bind("user", member.id())
                    .bind("until", until)
                    .update();
        });
        access.forget(guild.id());
    }

    public Channel channel(World guild, String name) {
        return channel(guild, ChannelDraft.text(name));
    }

    public Channel channel(World guild, ChannelDraft draft) {
        return instance.features()
                .channels()
                .channels()
                .create(guild.owner().actor(), guild.id(), draft)
                .channel();
    }

    public ChannelId category(World guild, String name) {
        return channel(guild, new ChannelDraft(Channel.CATEGORY, name, null, null, 0, null))
                .id();
    }

    public ChannelId channelIn(World guild, ChannelId category, String name) {
        return channel(guild, new ChannelDraft(Channel.TEXT, name, null, category, 0, null))
                .id();
    }

    /// A message of the guild's owner.
    public MessageId message(World guild) {
        return message(guild.owner(), guild.channel(), "Message %s".formatted(NAMES.incrementAndGet()));
    }

    public MessageId message(Person author, ChannelId channel, String content) {
        var sent = instance.api()
                .as(author)
                .with("content", content)
                .post("/api/v1/channels/{}/messages", channel)
                .expect(201);
        return new MessageId(sent.data().text("id"));
    }

    /// The other spelling of a name.
    public static String shouted(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
