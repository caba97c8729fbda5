// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;

/// Tells what clients should hear of rows about guilds.
final class GuildHydrator implements Hydrator {
    private final GuildStore guilds = new GuildStore();
    private final MemberStore members = new MemberStore();

    @Override
    public Set<String> kinds() {
        return Set.of(GuildEvent.MEMBER_ADDED);
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
            var guild = byId.get(row.row().guild());
            var member = guild == null || row.row().user() == null
                    ? null
                    : found.get(List.of(guild.id(), row.row().user()));
            if (guild != null && member != null) {
                dispatches.put(row.pos(), added(guild, member));
            }
        }
        return dispatches;
    }

    /// What the others are told of a new member; the new member is given the whole guild.
    static List<Dispatch> added(Guild guild, Member member) {
        return List.of(
                GuildEvent.GUILD_MEMBER_ADD
                        .with(GuildApi.GuildMember.of(member))
                        .to(Dispatch.To.OTHERS),
                GuildEvent.GUILD_UPDATE.with(GuildApi.Guild.of(guild)).to(Dispatch.To.OTHERS));
    }
}
