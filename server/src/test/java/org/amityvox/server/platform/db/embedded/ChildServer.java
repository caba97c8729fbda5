// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.Secret;

/// A server in a process of its own, so that it can be killed, or live in another environment. It
/// stops when its input ends.
final class ChildServer implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildServer(Process process, BufferedReader output) {
        this.process = process;
        this.output = output;
    }

    /// What runs in the child: prints `port password`, or the reason for which it cannot start.
    static void main(String[] arguments) throws IOException {
        var settings = EmbeddedPostgresSettings.durable(Path.of(URLDecoder.decode(arguments[0], UTF_8)))
                .withBinaries(Path.of(arguments[1]));
        try (var postgres = EmbeddedPostgres.start(settings)) {
            var target = postgres.target();
            System.out.println(target.port() + " " + target.password().reveal());
            System.in.readAllBytes();
        } catch (EmbeddedPostgresException e) {
            System.out.println(e.reason());
        }
    }

    static ChildServer start(String directory, Path binaries) throws IOException {
        return start(directory, binaries, List.of(), List.of(), Map.of());
    }

    /// @param prefix put before the command line, such as a program that changes the user
    /// @param options for the Java machine
    /// @param environment added to, and taken before, that of this process
    static ChildServer start(
            String directory, Path binaries, List<String> prefix, List<String> options, Map<String, String> environment)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ChildServer.class.getName(),
                // The encoding of arguments depends on the locale.
                URLEncoder.encode(directory, UTF_8),
                binaries.toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        return new ChildServer(process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
    }

    long pid() {
        return process.pid();
    }

    /// The first line that is no log line of the server.
    String firstLine() throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("\\d+ \\S{43}|[A-Z_]+")) {
                return line;
            }
        }
        throw new IOException("The child ended without an answer");
    }

    /// Returns when PostgreSQL accepts connections.
    PostgresTarget awaitTarget() throws IOException {
        var words = firstLine().split(" ", 2);
        return new PostgresTarget("127.0.0.1", Integer.parseInt(words[0]), "amityvox", "amityvox", Secret.of(words[1]));
    }

    /// `kill -9` of the server, not of its PostgreSQL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ends the input and waits for the end.
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
