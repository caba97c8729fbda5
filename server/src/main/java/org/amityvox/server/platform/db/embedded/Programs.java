// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Programs of the operating system and of PostgreSQL, run in an environment that nobody else
/// decides.
final class Programs {
    // PGDATA, PGPORT, LANG and the like change what PostgreSQL does; a working directory that its user may not enter
    // stops it from starting.
    private static final Map<String, String> ENVIRONMENT =
            Map.of("LANG", "C", "LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    private static final File WORKING_DIRECTORY = new File("/");
    private static final List<Path> SYSTEM_DIRECTORIES =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    private final List<Path> directories;

    /// @param directories where programs of the operating system are looked for, in this order
    Programs(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    static Programs ofSystem() {
        return new Programs(SYSTEM_DIRECTORIES);
    }

    /// How a program ended.
    ///
    /// @param output what it printed on both streams
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ProcessBuilder prepare(List<String> command) {
        var builder = new ProcessBuilder(command).directory(WORKING_DIRECTORY);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    Outcome run(List<String> command, Duration limit) throws IOException, InterruptedException {
        return run(command, "", limit);
    }

    /// Runs a program to its end, or kills it at the limit. For programs that print less than a
    /// pipe holds (64 KiB): what they print is read after they have ended.
    Outcome run(List<String> command, String input, Duration limit) throws IOException, InterruptedException {
        var running = prepare(command).redirectErrorStream(true).start();
        try {
            try (var stdin = running.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            } catch (IOException e) {
                // It ended before it had read all of its input; its exit code and output say why.
            }
            if (!running.waitFor(limit.toMillis(), MILLISECONDS)) {
                return new Outcome(-1, "It did not end within %s seconds.".formatted(limit.toSeconds()));
            }
            return new Outcome(
                    running.exitValue(), new String(running.getInputStream().readAllBytes(), UTF_8).strip());
        } finally {
            running.destroyForcibly();
        }
    }
}
