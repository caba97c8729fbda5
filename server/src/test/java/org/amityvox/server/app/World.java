// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;

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
}
