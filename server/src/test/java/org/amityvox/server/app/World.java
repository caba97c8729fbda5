// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.time.Instant;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.permissions.Permission;

/// A guild with its owner and its first channel, to which people can be added.
public final class World {
    private final Given given;
    private final Person owner;
    private final GuildId id;
    private final ChannelId channel;

    World(Given given, Person owner, GuildId id, ChannelId channel) {
        this.given = given;
        this.owner = owner;
        this.id = id;
        this.channel = channel;
    }

    public Person owner() {
        return owner;
    }

    public GuildId id() {
        return id;
    }

    /// The channel `general`.
    public ChannelId channel() {
        return channel;
    }

    /// Somebody new who has joined.
    public Person member() {
        var person = given.person();
        joins(person);
        return person;
    }

    public void joins(Person person) {
        given.joins(this, person);
    }

    /// A new role above all others, which allows exactly this.
    public RoleId role(String name, Permission... allow) {
        return given.role(this, name, allow);
    }

    /// Somebody new who has joined and has a role of their own above all others, which allows exactly this.
    public Person memberWith(Permission... allow) {
        var person = member();
        give(person, role("Role of " + person.username(), allow));
        return person;
    }

    public void give(Person member, RoleId role) {
        given.give(this, member, role);
    }

    public void take(Person member, RoleId role) {
        given.take(this, member, role);
    }

    public void timeOut(Person member, Instant until) {
        given.timeOut(this, member, until);
    }
}
