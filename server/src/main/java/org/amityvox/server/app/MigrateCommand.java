// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Set;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.telemetry.Logs;

/// Brings the schema up to date without serving.
final class MigrateCommand implements Command {
    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String summary() {
        return "Bring the database schema up to date";
    }

    @Override
    public String help() {
        return """
                Usage: migrate [--config FILE]

                Brings the database schema up to date and ends. The server does the same when it
                starts; this is for hosts who want it to happen at a time of their choice.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed =
                Arguments.parse(arguments, Set.of("--config"), Set.of()).requireWords(0, "migrate [--config FILE]");
        var config = ServerConfig.load(parsed.config(), System.getenv());
        Logs.start(config.log().format(), config.log().level());
        var settings = EmbeddedPostgresSettings.durable(config.data().directory());
        try (var platform = Platform.open(config, settings)) {
            System.out.println("The database of %s is up to date."
                    .formatted(platform.instance().name()));
        }
    }
}
