// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.telemetry.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the server until it is told to stop.
final class ServeCommand implements Command {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "Run the server";
    }

    @Override
    public String help() {
        return """
                Usage: serve [--config FILE]

                Runs the server in the foreground. Ctrl-C stops it cleanly. On the first start it
                prints a link: whoever opens it makes the first account, the administrator's.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, Set.of("--config"), Set.of()).requireWords(0, "serve [--config FILE]");
        var config = ServerConfig.load(parsed.config(), System.getenv());
        Logs.start(config.log().format(), config.log().level());
        var server = RunningServer.start(
                config, EmbeddedPostgresSettings.durable(config.data().directory()));
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    log.atInfo().log("Stopping");
                    server.close();
                    stopped.countDown();
                }));
        welcome(server, config);
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// On standard output, so that the link is the one thing there.
    private static void welcome(RunningServer server, ServerConfig config) {
        log.atInfo().addKeyValue("port", server.port()).log("The server is ready");
        var text = new StringBuilder("\n  AmityVox is running: %s%n".formatted(server.publicUrl()));
        server.setupSecret()
                .ifPresent(secret -> text.append(
                        "%n  Make the first account here. The link works until it is used:%n  %s/setup#secret=%s%n"
                                .formatted(server.publicUrl(), secret.reveal())));
        if (config.database().embedded()) {
            text.append("%n  Everything is kept in %s%n".formatted(config.data().directory()));
        }
        System.out.println(text);
    }
}
