// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.permissions.RightsChange;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;
import org.jspecify.annotations.Nullable;

/// Tells what clients should hear of rows about guilds.
final class GuildHydrator implements Hydrator {
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    @Override
    public Set<String> kinds() {
        return Set.of(
                GuildEvent.UPDATED,
                GuildEvent.MEMBER_ADDED,
                GuildEvent.MEMBER_UPDATED,
                RightsChange.GUILD_OWNER_CHANGED,
                RightsChange.GUILD_DELETED,
                RightsChange.MEMBER_RIGHTS_CHANGED,
                RightsChange.MEMBER_LEFT,
                RightsChange.MEMBER_REMOVED);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var guildIds = StoredRow.values(rows, LogRow::guild);
        var byId = guilds.list(tx, guildIds).stream().collect(Collectors.toMap(Guild::id, guild -> guild));
        var found = members.list(tx, guildIds, StoredRow.values(rows, LogRow::user)).stream()
                .collect(Collectors.toMap(
                        member -> List.of(member.guildId(), member.user().id()), member -> member));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            var id = row.row().guild();
            if (id != null) {
                var user = row.row().user();
                var member = user == null ? null : found.get(List.of(id, user));
                dispatches.put(row.pos(), dispatches(row.row(), id, byId.get(id), member));
            }
        }
        return dispatches;
    }

    private static List<Dispatch> dispatches(LogRow row, GuildId id, @Nullable Guild guild, @Nullable Member member) {
        var user = row.user();
        return switch (row.kind()) {
            case GuildEvent.UPDATED, RightsChange.GUILD_OWNER_CHANGED -> guild == null ? List.of() : updated(guild);
            case RightsChange.GUILD_DELETED -> deleted(id);
            case GuildEvent.MEMBER_ADDED -> guild == null || member == null ? List.of() : added(guild, member);
            case GuildEvent.MEMBER_UPDATED, RightsChange.MEMBER_RIGHTS_CHANGED ->
                member == null ? List.of() : memberUpdated(member);
            case RightsChange.MEMBER_LEFT ->
                user == null ? List.of() : gone(id, user, GuildApi.DepartureReason.LEFT, guild);
            case RightsChange.MEMBER_REMOVED ->
                user == null ? List.of() : gone(id, user, GuildApi.DepartureReason.REMOVED, guild);
            default -> List.of();
        };
    }

    /// What members are told of a change of the guild itself.
    static List<Dispatch> updated(Guild guild) {
        return List.of(GuildEvent.GUILD_UPDATE.with(GuildApi.Guild.of(guild)));
    }

    /// What members are told of the guild's end.
    static List<Dispatch> deleted(GuildId guild) {
        return List.of(
                GuildEvent.GUILD_DELETE.with(new GuildApi.GuildDeleted(guild, GuildApi.DepartureReason.DELETED)));
    }

    /// What the others are told of a new member; the new member is given the whole guild.
    static List<Dispatch> added(Guild guild, Member member) {
        return List.of(
                GuildEvent.GUILD_MEMBER_ADD
                        .with(GuildApi.GuildMember.of(member))
                        .to(Dispatch.To.OTHERS),
                GuildEvent.GUILD_UPDATE.with(GuildApi.Guild.of(guild)).to(Dispatch.To.OTHERS));
    }

    /// What everybody is told of a change of a member.
    static List<Dispatch> memberUpdated(Member member) {
        return List.of(GuildEvent.GUILD_MEMBER_UPDATE.with(GuildApi.GuildMember.of(member)));
    }

    /// What the others are told of a member who is one no more, and what that member is told.
    ///
    /// @param guild as it is without the member; `null` => it is gone as well
    static List<Dispatch> gone(GuildId id, UserId user, GuildApi.DepartureReason reason, @Nullable Guild guild) {
        var dispatches = new ArrayList<Dispatch>();
        dispatches.add(GuildEvent.GUILD_DELETE
                .with(new GuildApi.GuildDeleted(id, reason))
                .to(Dispatch.To.SUBJECT));
        dispatches.add(GuildEvent.GUILD_MEMBER_REMOVE
                .with(new GuildApi.GuildMemberRemoved(id, user))
                .to(Dispatch.To.OTHERS));
        if (guild != null) {
            dispatches.add(
                    GuildEvent.GUILD_UPDATE.with(GuildApi.Guild.of(guild)).to(Dispatch.To.OTHERS));
        }
        return dispatches;
    }
}
