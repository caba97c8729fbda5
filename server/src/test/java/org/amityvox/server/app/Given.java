// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.accounts.Device;
import org.amityvox.server.channels.Channel;
import org.amityvox.server.guilds.Invite;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.platform.db.Tx;

/// Builds worlds, through the services where there is one for it.
public final class Given {
    /// The password of everybody.
    public static final String PASSWORD = "correct horse battery";

    /// On which everybody signs in first.
    public static final Device DEVICE = new Device("", "127.0.0.1");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final Ulids ULIDS = new Ulids(Clock.systemUTC());

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
                .guilds()
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
        // There is no route for it yet. Nobody has asked for a right in this guild, so nothing has to be told of it.
        instance.db()
                .useTransaction(tx -> tx.sql("UPDATE roles SET permissions_allow = :allow WHERE id = :guild")
                        .bind("allow", PermissionSet.of(everyone).bits())
                        .bind("guild", guild.id())
                        .update());
        return guild;
    }

    /// An invite without limits.
    public Invite invite(World guild) {
        return instance.features()
                .guilds()
                .invites()
                .create(guild.owner().actor(), guild.id(), Optional.empty(), Optional.empty());
    }

    void joins(World guild, Person person) {
        instance.features()
                .guilds()
                .invites()
                .accept(person.actor(), invite(guild).code());
    }

    RoleId role(World guild, String name, Permission... allow) {
        var id = new RoleId(ULIDS.next());
        changeRights(
                guild,
                tx -> tx.sql("""
                        INSERT INTO roles (id, guild_id, name, position, permissions_allow, permissions_deny, created_at)
                        SELECT :id, :guild, :name, max(position) + 1, :allow, 0, now()
                          FROM roles
                         WHERE guild_id = :guild
                        """)
                        .bind("id", id)
                        .bind("guild", guild.id())
                        .bind("name", name)
                        .bind("allow", PermissionSet.of(allow).bits())
                        .update());
        return id;
    }

    void give(World guild, Person member, RoleId role) {
        changeRights(
                guild,
                tx -> tx.sql("INSERT INTO member_roles (guild_id, user_id, role_id) VALUES (:guild, :user, :role)")
                        .bind("guild", guild.id())
                        .bind("user", member.id())
                        .bind("role", role)
                        .update());
    }

    private void changeRights(World guild, Consumer<Tx> change) {
        var access = instance.features().access();
        instance.db().useTransaction(tx -> {
            access.raise(tx, guild.id());
            change.accept(tx);
        });
        access.forget(guild.id());
    }

    public Channel channel(World guild, String name) {
        return instance.features()
                .channels()
                .channels()
                .create(guild.owner().actor(), guild.id(), name, null, null)
                .channel();
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
