// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.permissions.PermissionSet;
import org.amityvox.server.permissions.Rule;
import org.amityvox.server.platform.http.Endpoint;
import org.amityvox.server.platform.http.RouteSpec.Need;
import org.junit.jupiter.api.Test;

/// docs/permissions.md says what there is and what asks for it. With `-Damityvox.write=true` it is written anew.
class PermissionsDocumentTest extends ServerTest {
    private static final Path FILE = Path.of(System.getProperty("amityvox.checkout"), "docs", "permissions.md");

    private static final String HEAD = """
            <!-- SPDX-License-Identifier: AGPL-3.0-only -->
            <!-- Written by PermissionsDocumentTest. Change the code, then run it with -Damityvox.write=true. -->
            # Permissions

            On the wire permissions are lists of names. The bits are for the database only and are never used again for
            something else. Clients are told what they may do, in the guild and in each channel; they never compute it.

            ## What there is

            | permission | allows | in channels | `@everyone` of a new guild | bit |
            | --- | --- | --- | --- | --- |
            """;

    private static final String RULES = """

            ## How they are found

            Each rule with an example that shows it. `+` gives, `-` takes; roles stand from low to high; those in brackets
            are not the member's.

            | rule | who | roles | overrides in the channel | in the guild | in the channel |
            | --- | --- | --- | --- | --- | --- |
            """;

    private static final String RANK = """

            Two more hold for channels: a channel that is deleted gives nothing, and a category is seen by whoever sees one of
            the channels in it.

            ## Rank

            A member's rank is the position of their highest role, 0 without one; the owner is above everybody.

            - Whoever kicks, bans, times out, renames or changes the roles of somebody else needs a higher rank than theirs. The
              owner is never the target. One's own lower roles one may give and take oneself.
            - A role is made, changed, moved, deleted, given and taken only by somebody with a rank above it. In a new order that
              holds for every role whose place changes, named in the request or not.
            - Nobody grants what they lack. What becomes possible by a change (what is newly given, and what is no longer taken)
              must be among the actor's own permissions; in a channel, among those that they have there. That holds for the
              overrides of a role, too, when it is given, taken, moved or deleted. The answer is `cannot_escalate` and names what
              is lacking.
            - Administrators are bound by rank like everybody else, and cannot be timed out.
            - Whoever runs the instance has no power in guilds by that.

            A decision and what is written on it stand on one version of the guild's rights. When the rights change between the
            two, the write does not happen and the decision is made again.

            ## What asks for them

            | permission | where | when |
            | --- | --- | --- |
            """;

    /// What asks for permissions beside routes.
    private static final Map<Permission, List<String>> ELSEWHERE = Map.of(
            Permission.VIEW_CHANNEL,
            List.of(
                    "the gateway: every event in a channel, live and on Resume",
                    "READY, GUILD_CREATE, GUILD_ACCESS_UPDATE: which channels are listed"),
            Permission.MANAGE_MESSAGES,
            List.of("slow mode: whoever has it does not wait"),
            Permission.ADMINISTRATOR,
            List.of("everything on this page"));

    @Test
    void thePageSaysWhatTheCodeDoes() throws IOException {
        var now = HEAD
                + Arrays.stream(Permission.values())
                        .map(PermissionsDocumentTest::row)
                        .collect(Collectors.joining())
                + RULES
                + Rule.ALL.stream().map(PermissionsDocumentTest::row).collect(Collectors.joining())
                + RANK
                + Arrays.stream(Permission.values()).map(this::surfaces).collect(Collectors.joining());
        if (Boolean.getBoolean("amityvox.write")) {
            Files.writeString(FILE, now);
        }
        assertThat(FILE).content().isEqualTo(now);
    }

    @Test
    void everyPermissionIsAskedForSomewhere() {
        assertThat(Permission.values())
                .allMatch(permission -> permission == Permission.ADMINISTRATOR
                        || server.endpoints().stream().anyMatch(endpoint -> asks(endpoint, permission)));
    }

    private static String row(Permission permission) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        permission.wireName(),
                        permission.meaning(),
                        permission.scope() == Permission.Scope.CHANNEL ? "yes" : "",
                        PermissionSet.DEFAULT.has(permission) ? "yes" : "",
                        permission.bit());
    }

    private static String row(Rule rule) {
        return "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        rule.says(),
                        rule.member(),
                        rule.roles(),
                        rule.overrides(),
                        orNothing(rule.inGuild()),
                        orNothing(rule.inChannel()));
    }

    private static String orNothing(String permissions) {
        return permissions.isEmpty() ? "nothing" : permissions;
    }

    private String surfaces(Permission permission) {
        var rows = new StringBuilder();
        server.endpoints().stream()
                .filter(endpoint -> asks(endpoint, permission))
                .sorted((a, b) -> name(a).compareTo(name(b)))
                .forEach(endpoint -> endpoint.spec().needs().stream()
                        .filter(need -> need.requirement() == permission)
                        .forEach(need -> rows.append(surface(permission, name(endpoint), need.when()))));
        ELSEWHERE.getOrDefault(permission, List.of()).forEach(where -> rows.append(surface(permission, where, "")));
        return rows.toString();
    }

    private static String surface(Permission permission, String where, String when) {
        return "| `%s` | %s | %s |\n".formatted(permission.wireName(), where, when.isEmpty() ? "always" : when);
    }

    private static boolean asks(Endpoint endpoint, Permission permission) {
        return endpoint.spec().needs().stream().map(Need::requirement).anyMatch(permission::equals);
    }

    private static String name(Endpoint endpoint) {
        return "`%s %s`".formatted(endpoint.method(), endpoint.path());
    }
}
