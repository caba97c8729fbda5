// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.amityvox.server.accounts.AccountService;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresSettings;
import org.amityvox.server.platform.telemetry.Logs;

/// What a host does to the instance from the command line, beside a running server or without one.
final class AdminCommand implements Command {
    private static final String USAGE = "admin create-user NAME [--admin] [--config FILE]";

    @Override
    public String name() {
        return "admin";
    }

    @Override
    public String summary() {
        return "Make accounts for this instance";
    }

    @Override
    public String help() {
        return """
                Usage: admin create-user NAME [--admin] [--config FILE]

                Makes an account. The password is asked for, or read from standard input when that
                is no terminal. With --admin the account may administer the instance, and the set-up
                link of a new instance stops working. Works beside a running server.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, Set.of("--config"), Set.of("--admin"));
        if (parsed.words().size() != 2 || !parsed.words().getFirst().equals("create-user")) {
            throw new Failure(ExitCode.USAGE, "Usage: " + USAGE);
        }
        var config = ServerConfig.load(parsed.config(), System.getenv());
        Logs.start(config.log().format(), config.log().level());
        var login = new AccountService.Login(parsed.words().get(1), readPassword());
        var settings = EmbeddedPostgresSettings.durable(config.data().directory());
        try (var platform = Platform.open(config, settings)) {
            var account = Features.create(platform, config)
                    .accounts()
                    .accounts()
                    .create(login, parsed.switches().contains("--admin"));
            System.out.println("%s can sign in now%s."
                    .formatted(account.profile().username(), account.admin() ? " and is an administrator" : ""));
        } catch (ApiException e) {
            throw new Failure(ExitCode.USAGE, e.code().text());
        }
    }

    @SuppressWarnings("SystemConsoleNull") // the null checker does not know yet that it is never null
    private static Secret readPassword() {
        var console = System.console();
        if (console != null && console.isTerminal()) {
            return Secret.of(new String(console.readPassword("Password: ")));
        }
        try {
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            var line = input.readLine();
            if (line == null) {
                throw new Failure(ExitCode.USAGE, "Give the password on standard input, in one line.");
            }
            return Secret.of(line);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "The password cannot be read (%s).".formatted(e.getMessage()));
        }
    }
}
