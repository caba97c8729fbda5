// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Objects;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// What the audit log of a guild holds, to look into: [Audited] has it as it is stored.
public final class Audit {
    private static final Json JSON = new Json();

    private Audit() {}

    /// @param before nothing where the thing was made
    /// @param after nothing where the thing was removed
    public record Entry(String action, String actorId, String targetId, String targetName, Tree before, Tree after) {}

    /// Oldest first; without those of building the world, which are about roles and invites.
    public static List<Entry> of(TestInstance server, World guild) {
        return Audited.in(server, guild).stream()
                .map(entry -> new Entry(
                        entry.action(),
                        entry.actorId(),
                        entry.targetId(),
                        Objects.requireNonNullElse(entry.targetName(), ""),
                        tree(entry.before()),
                        tree(entry.after())))
                .toList();
    }

    private static Tree tree(@Nullable String json) {
        return new Tree(json == null ? null : JSON.readTree(json));
    }

    public static Entry last(TestInstance server, World guild) {
        return of(server, guild).getLast();
    }
}
