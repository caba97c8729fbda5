// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.permissions.PermissionError;

/// Other places for channels of a guild, as somebody wants them who may not see all.
///
/// What they do not see stays where it is, among all; what they see changes places with each other. So nobody learns
/// of a hidden channel by moving others around it, and nobody moves one.
///
/// @param before all channels of the guild, as they were
/// @param channels all of them, in their new order, with positions from 0 and without gaps
/// @param changed those of `channels` that have another place among those which are seen, or
///     another category
/// @param entered the categories that channels come into, each with the field that names it
record ChannelOrder(
        List<Channel> before, List<Channel> channels, List<Channel> changed, Map<ChannelId, String> entered) {

    /// Where one channel is to go.
    ///
    /// @param position of the channel whose place it takes
    record Move(ChannelId id, int position, Patch<ChannelId> categoryId) {}

    /// @param all channels of the guild, by position
    /// @param seen those of them that may be named
    /// @throws org.amityvox.server.kernel.ApiException `channel_not_found` (404) for what is not
    ///     seen; `invalid_request` (400) for a channel or a place twice, or a category in a category
    static ChannelOrder of(List<Channel> all, Set<ChannelId> seen, List<Move> moves) {
        var byId = all.stream()
                .filter(channel -> seen.contains(channel.id()))
                .collect(Collectors.toMap(Channel::id, channel -> channel));
        var entered = requireSound(byId, moves);
        var visible =
                all.stream().filter(channel -> byId.containsKey(channel.id())).toList();
        var wanted = wanted(visible, moves);
        var categories = new HashMap<ChannelId, Patch<ChannelId>>();
        moves.forEach(move -> categories.put(move.id(), move.categoryId()));
        var ordered = new ArrayList<Channel>();
        var next = wanted.iterator();
        for (var channel : all) {
            var placed = byId.containsKey(channel.id()) ? next.next() : channel;
            var category = categories.getOrDefault(placed.id(), Patch.absent()).over(placed.categoryId());
            ordered.add(placed.at(ordered.size(), category));
        }
        return new ChannelOrder(all, ordered, changed(visible, ordered), entered);
    }

    private static Map<ChannelId, String> requireSound(Map<ChannelId, Channel> byId, List<Move> moves) {
        var checks = new Checks();
        var ids = new HashSet<ChannelId>();
        var positions = new HashSet<Integer>();
        var entered = new LinkedHashMap<ChannelId, String>();
        for (var i = 0; i < moves.size(); i++) {
            var move = moves.get(i);
            var channel = byId.get(move.id());
            if (channel == null) {
                throw PermissionError.CHANNEL_NOT_FOUND.exception();
            }
            var place = checks.within("[" + i + "]");
            if (!ids.add(move.id())) {
                place.fault("id", "unique", "This channel is there already.");
            }
            if (!positions.add(move.position())) {
                place.fault("position", "unique", "Another channel is to go there already.");
            }
            var category = move.categoryId().value();
            if (category != null && channel.isCategory()) {
                place.fault("category_id", "category", "A category lies in no other.");
            } else if (category != null && !category.equals(channel.categoryId())) {
                entered.putIfAbsent(category, "[" + i + "].category_id");
            }
        }
        checks.done();
        return entered;
    }

    /// The visible channels in the order that is wanted: what moves takes the place that it names, the rest closes up.
    private static List<Channel> wanted(List<Channel> visible, List<Move> moves) {
        var moving = moves.stream().map(Move::id).collect(Collectors.toSet());
        var byId = visible.stream().collect(Collectors.toMap(Channel::id, channel -> channel));
        var result = visible.stream()
                .filter(channel -> !moving.contains(channel.id()))
                .collect(Collectors.toCollection(ArrayList::new));
        var last = -1;
        for (var move :
                moves.stream().sorted(Comparator.comparingInt(Move::position)).toList()) {
            var place = (int) visible.stream()
                    .filter(channel -> channel.position() < move.position())
                    .count();
            last = Math.max(last + 1, Math.min(place, result.size()));
            result.add(last, Objects.requireNonNull(byId.get(move.id())));
        }
        return result;
    }

    private static List<Channel> changed(List<Channel> visible, List<Channel> ordered) {
        var ids = visible.stream().map(Channel::id).collect(Collectors.toSet());
        var now = ordered.stream().filter(channel -> ids.contains(channel.id())).toList();
        var changed = new ArrayList<Channel>();
        for (var i = 0; i < now.size(); i++) {
            var was = visible.get(i);
            var is = now.get(i);
            if (!was.id().equals(is.id()) || !Objects.equals(was.categoryId(), is.categoryId())) {
                changed.add(is);
            }
        }
        return changed;
    }
}
