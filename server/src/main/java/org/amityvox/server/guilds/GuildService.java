// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.AccessService;
import org.amityvox.server.permissions.PermissionError;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;

/// Guilds and who is in them.
public final class GuildService {
    /// In how many guilds one account can be.
    static final int MAX_GUILDS = 100;

    /// How many guilds one account can own: what one person makes must fit into what many read.
    static final int MAX_OWNED_GUILDS = 20;

    private final Database db;
    private final AccessService access;
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();
    private final RoleStore roles = new RoleStore();
    private final FellowStore fellows = new FellowStore();

    GuildService(Database db, AccessService access) {
        this.db = db;
        this.access = access;
    }

    public Guild get(Actor actor, GuildId id) {
        access.guild(actor, id);
        return db.single(tx -> guilds.list(tx, List.of(id))).stream()
                .findFirst()
                .orElseThrow(PermissionError.GUILD_NOT_FOUND::exception);
    }

    /// Members by ascending account id.
    ///
    /// @param query with which the name starts; empty => everybody
    public List<Member> members(Actor actor, GuildId id, String query, Optional<UserId> after, int limit) {
        access.guild(actor, id);
        var from = after.map(UserId::value).orElse("");
        return db.single(
                tx -> query.isEmpty() ? members.page(tx, id, from, limit) : members.search(tx, id, query, from, limit));
    }

    /// The guilds that an account is in, ascending.
    public List<GuildId> guildsOf(Tx tx, UserId user) {
        return members.guildsOf(tx, user);
    }

    /// The guilds that an account was in when they were deleted, as far back as the log goes; ascending.
    public List<GuildId> deletedGuildsOf(Tx tx, UserId user) {
        return members.deletedGuildsOf(tx, user);
    }

    /// Everybody who shares a guild with an account, the account too.
    public List<UserId> fellowsOf(Tx tx, UserId user) {
        return members.fellowsOf(tx, user);
    }

    /// What all of `users` are in; account by account.
    public List<Membership> memberships(Tx tx, Collection<UserId> users) {
        return fellows.memberships(tx, users);
    }

    /// Who is in any of those guilds whose members are listed.
    public Set<UserId> peopleOfSmallGuilds(Tx tx, Collection<GuildId> ids) {
        return fellows.people(tx, ids, Membership.MAX_LISTED_MEMBERS);
    }

    /// Those of `ids` that exist, ascending.
    public List<Guild> list(Tx tx, Collection<GuildId> ids) {
        return guilds.list(tx, ids);
    }

    /// The roles of these guilds; guild by guild, each from low to high.
    public List<Role> roles(Tx tx, Collection<GuildId> ids) {
        return roles.ofGuilds(tx, ids);
    }

    /// All members of those guilds that have at most `most`, of the others only `viewer`; guild by guild.
    public List<Member> membersOfSmallGuilds(Tx tx, Collection<GuildId> ids, int most, UserId viewer) {
        return members.ofSmallGuilds(tx, ids, most, viewer);
    }

    static void requireRoomFor(int guildCount) {
        if (guildCount >= MAX_GUILDS) {
            throw GuildError.GUILD_LIMIT_REACHED.exception("limit", MAX_GUILDS);
        }
    }

    static void requireRoomForOwned(int guildCount) {
        if (guildCount >= MAX_OWNED_GUILDS) {
            throw GuildError.OWNED_GUILD_LIMIT_REACHED.exception("limit", MAX_OWNED_GUILDS);
        }
    }
}
