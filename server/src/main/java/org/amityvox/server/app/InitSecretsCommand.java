// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Makes the secrets of the containers before any of them starts.
final class InitSecretsCommand implements Command {
    private static final String USAGE = "init-secrets --directory DIRECTORY --data DIRECTORY"
            + " --server UID --postgres UID --nats UID --valkey UID [--rekey begin|end]";
    private static final Set<String> OPTIONS =
            Set.of("--directory", "--data", "--server", "--postgres", "--nats", "--valkey", "--rekey");

    private static final String LOST = """
            There is a database, but the secrets that open it are gone, so nothing was started. The data is untouched.
            To give the database a new password and go on with everything that is in it:

              ./amityvox stack rekey          (or step by step: docs/deployment.md, "When the secrets are lost")

            If you have a backup of the volume with the secrets, put that back instead.""";

    private static final String UNFINISHED = """
            The database was to get a new password, and that was interrupted, so nothing was started. The data is untouched.
            To finish it:

              ./amityvox stack rekey          (or step by step: docs/deployment.md, "When the secrets are lost")""";

    @Override
    public String name() {
        return "init-secrets";
    }

    @Override
    public String summary() {
        return "Make the secrets that containers share";
    }

    @Override
    public String help() {
        return """
                Usage: %s

                Makes the random passwords that the containers of a stack know each other by, as files that
                only their users can read. What is there is kept, and what is missing is made. --data is the
                folder of the database: when it holds data and the secrets are gone, nothing is made.

                --rekey begin  makes them all the same; the database must then be told its password
                --rekey end    says that it was
                """.formatted(USAGE.replace(" [--rekey", "\n                    [--rekey"));
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, OPTIONS, Set.of()).requireWords(0, USAGE);
        var secrets = new StackSecrets(
                directory(parsed, "--directory"),
                new StackSecrets.Owners(
                        uid(parsed, "--server"),
                        uid(parsed, "--postgres"),
                        uid(parsed, "--nats"),
                        uid(parsed, "--valkey")));
        var data = directory(parsed, "--data");
        try {
            switch (parsed.option("--rekey").orElse("")) {
                case "" -> make(secrets, data);
                case "begin" -> begin(secrets);
                case "end" -> {
                    secrets.endRekeying();
                    System.out.println("The database knows its new password.");
                }
                default -> throw new Failure(ExitCode.USAGE, "Usage: " + USAGE);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "The secrets cannot be read or written (%s). Nothing was started. Is the volume there, and the disk full?"
                            .formatted(e));
        }
    }

    private static void make(StackSecrets secrets, Path data) throws IOException {
        if (secrets.rekeying()) {
            throw new Failure(ExitCode.UNAVAILABLE, UNFINISHED);
        }
        if (!secrets.knowDatabase() && holdsSomething(data)) {
            throw new Failure(ExitCode.UNAVAILABLE, LOST);
        }
        System.out.println(secrets.complete() ? "The secrets are made." : "The secrets are there.");
    }

    /// The mark comes first: without it a stop in between would leave a new password beside an old database.
    private static void begin(StackSecrets secrets) throws IOException {
        secrets.beginRekeying();
        secrets.complete();
        System.out.println("The secrets are made. Now the database must be told its password.");
    }

    /// A disk of its own has a folder for what was lost and found, which is nothing.
    private static boolean holdsSomething(Path data) throws IOException {
        try (var entries = Files.list(data)) {
            return entries.anyMatch(entry -> !entry.endsWith("lost+found"));
        }
    }

    private static Path directory(Arguments arguments, String option) {
        var path = Path.of(value(arguments, option));
        if (!Files.isDirectory(path)) {
            throw new Failure(ExitCode.USAGE, "%s %s is no directory.".formatted(option, path));
        }
        return path;
    }

    private static int uid(Arguments arguments, String option) {
        var text = value(arguments, option);
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException _) {
            throw new Failure(ExitCode.USAGE, "%s needs the number of a user, not '%s'.".formatted(option, text));
        }
    }

    private static String value(Arguments arguments, String option) {
        return arguments
                .option(option)
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "%s is missing.%nUsage: %s".formatted(option, USAGE)));
    }
}
