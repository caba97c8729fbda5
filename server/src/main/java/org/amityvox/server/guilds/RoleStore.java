// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.db.Tx;
import org.jspecify.annotations.Nullable;

/// The `roles` and `member_roles` tables.
final class RoleStore {
    private static final String OF_GUILDS = """
            SELECT id, guild_id, name, color, hoist, position, permissions_allow, permissions_deny
              FROM roles
             WHERE guild_id = ANY(:guilds)
             ORDER BY guild_id, position, id
             LIMIT 100000
            """;

    private static final String BY_NONCE = """
            SELECT id, guild_id, name, color, hoist, position, permissions_allow, permissions_deny
              FROM roles
             WHERE guild_id = :guild AND created_by = :creator AND nonce = :nonce
            """;

    private static final String MAKE_ROOM = """
            UPDATE roles
               SET position = position + 1
             WHERE guild_id = :guild
               AND position >= 1
            """;

    private static final String INSERT = """
            INSERT INTO roles (id, guild_id, name, color, hoist, position, permissions_allow, permissions_deny,
                               created_by, nonce, created_at)
            VALUES (:id, :guild, :name, :color::integer, :hoist, 1, :allow, :deny, :creator, :nonce::text, :now)
            """;

    private static final String UPDATE = """
            UPDATE roles
               SET name = :name, color = :color::integer, hoist = :hoist,
                   permissions_allow = :allow, permissions_deny = :deny
             WHERE id = :id
            """;

    private static final String DELETE = """
            DELETE FROM roles
             WHERE id = :id
            """;

    private static final String CLOSE_GAP = """
            UPDATE roles
               SET position = position - 1
             WHERE guild_id = :guild
               AND position > :position
            """;

    private static final String PLACE = """
            UPDATE roles r
               SET position = o.place
              FROM unnest(:ids::text[]) WITH ORDINALITY AS o (id, place)
             WHERE r.id = o.id
               AND r.guild_id = :guild
               AND r.position <> o.place
            """;

    private static final String GIVE = """
            INSERT INTO member_roles (guild_id, user_id, role_id)
            VALUES (:guild, :user, :role)
            ON CONFLICT DO NOTHING
            """;

    private static final String TAKE = """
            DELETE FROM member_roles
             WHERE guild_id = :guild
               AND user_id = :user
               AND role_id = :role
            """;

    /// The roles of these guilds; guild by guild, each from low to high.
    List<Role> ofGuilds(Tx tx, Collection<GuildId> guilds) {
        return tx.sql(OF_GUILDS).bind("guilds", guilds).list(Role::of);
    }

    /// A role of one guild.
    Optional<Role> find(Tx tx, GuildId guild, RoleId id) {
        return ofGuilds(tx, List.of(guild)).stream()
                .filter(role -> role.id().equals(id))
                .findFirst();
    }

    Optional<Role> byNonce(Tx tx, GuildId guild, UserId creator, String nonce) {
        return tx.sql(BY_NONCE)
                .bind("guild", guild)
                .bind("creator", creator)
                .bind("nonce", nonce)
                .first(Role::of);
    }

    /// Adds a role at position 1; the others move up.
    void insertLowest(Tx tx, Role role, UserId creator, @Nullable String nonce, Instant now) {
        tx.sql(MAKE_ROOM).bind("guild", role.guildId()).update();
        tx.sql(INSERT)
                .bind("id", role.id())
                .bind("guild", role.guildId())
                .bind("name", role.name())
                .bind("color", role.color())
                .bind("hoist", role.hoist())
                .bind("allow", role.grant().allow().bits())
                .bind("deny", role.grant().deny().bits())
                .bind("creator", creator)
                .bind("nonce", nonce)
                .bind("now", now)
                .update();
    }

    /// Writes everything but the place.
    void update(Tx tx, Role role) {
        tx.sql(UPDATE)
                .bind("id", role.id())
                .bind("name", role.name())
                .bind("color", role.color())
                .bind("hoist", role.hoist())
                .bind("allow", role.grant().allow().bits())
                .bind("deny", role.grant().deny().bits())
                .update();
    }

    /// Removes a role, also from its members; those above move down.
    void delete(Tx tx, Role role) {
        tx.sql(DELETE).bind("id", role.id()).update();
        tx.sql(CLOSE_GAP)
                .bind("guild", role.guildId())
                .bind("position", role.position())
                .update();
    }

    /// Gives roles their places.
    ///
    /// @param ids of all roles but `@everyone`, from low to high
    void place(Tx tx, GuildId guild, List<RoleId> ids) {
        tx.sql(PLACE).bind("guild", guild).bind("ids", ids).update();
    }

    /// @return false if the member has the role already
    boolean give(Tx tx, Role role, UserId member) {
        return tx.sql(GIVE)
                        .bind("guild", role.guildId())
                        .bind("user", member)
                        .bind("role", role.id())
                        .update()
                > 0;
    }

    /// @return false if the member does not have the role
    boolean take(Tx tx, Role role, UserId member) {
        return tx.sql(TAKE)
                        .bind("guild", role.guildId())
                        .bind("user", member)
                        .bind("role", role.id())
                        .update()
                > 0;
    }
}
