// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.amityvox.server.platform.config.ConfigException;
import org.amityvox.server.platform.db.embedded.EmbeddedPostgresException;
import org.amityvox.server.platform.http.HttpListenerException;
import org.amityvox.server.platform.telemetry.MetricsListenerException;

/// The entry point: finds the command, runs it, and turns its failures into a sentence and an exit code.
public final class Main {
    private static final List<Command> COMMANDS = List.of(
            new ServeCommand(),
            new MigrateCommand(),
            new AdminCommand(),
            new CheckConfigCommand(),
            new DoctorCommand(),
            new OpenApiCommand(),
            new VersionCommand());

    private Main() {}

    public static void main(String[] arguments) {
        var code = run(Arrays.asList(arguments), System.out, System.err);
        if (code != ExitCode.DONE) {
            System.exit(code.number());
        }
    }

    static ExitCode run(List<String> arguments, PrintStream out, PrintStream err) {
        var verb = arguments.isEmpty() ? "--help" : arguments.getFirst();
        if (verb.equals("--help") || verb.equals("help")) {
            out.print(help());
            return arguments.isEmpty() ? ExitCode.USAGE : ExitCode.DONE;
        }
        var found = COMMANDS.stream().filter(each -> each.name().equals(verb)).findFirst();
        if (found.isEmpty()) {
            err.println("There is no command '%s'. --help lists those there are.".formatted(verb));
            return ExitCode.USAGE;
        }
        var rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help")) {
            out.print(found.get().help());
            return ExitCode.DONE;
        }
        return run(found.get(), rest, err);
    }

    private static ExitCode run(Command command, List<String> arguments, PrintStream err) {
        try {
            command.run(arguments);
            return ExitCode.DONE;
        } catch (Failure e) {
            err.println(e.getMessage());
            return e.code();
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return ExitCode.CONFIGURATION;
        } catch (EmbeddedPostgresException | HttpListenerException | MetricsListenerException e) {
            err.println(e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
    }

    private static String help() {
        var text = new StringBuilder("AmityVox, a home for communities.\n\nCommands:\n");
        for (var command : COMMANDS) {
            text.append("  %-14s %s%n".formatted(command.name(), command.summary()));
        }
        return text.append("\nEach has a --help of its own.\n").toString();
    }
}
