// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Set;
import org.amityvox.server.platform.config.ServerConfig;

/// Says whether the configuration can be used.
final class CheckConfigCommand implements Command {
    @Override
    public String name() {
        return "check-config";
    }

    @Override
    public String summary() {
        return "Say whether the configuration can be used";
    }

    @Override
    public String help() {
        return """
                Usage: check-config [--config FILE]

                Reads the file and the environment as the server would. Prints every problem with
                its place, the rule and what to do, and ends with 78 if there is one.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, Set.of("--config"), Set.of())
                .requireWords(0, "check-config [--config FILE]");
        var config = ServerConfig.load(parsed.config(), System.getenv());
        System.out.println("The configuration is fine. Data is kept in %s."
                .formatted(config.data().directory()));
    }
}
