// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.platform.db.embedded.TestBinaries;
import org.jspecify.annotations.Nullable;

/// A real service on a free loopback port, with a directory of its own, for one test or one class of tests. It keeps
/// its port however often it is ended and started again.
///
/// A test that needs a service which is not installed is skipped; with `CI=true` it fails.
public final class TestService implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(15);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final int ANSWER_WITHIN_MILLIS = 1000;
    private static final int ATTEMPTS = 3;

    private final ServiceProgram program;
    private final Path directory;
    private final List<String> options;
    private int port;
    private @Nullable Process process;

    private TestService(ServiceProgram program, List<String> options) {
        this.program = program;
        this.options = List.copyOf(options);
        try {
            this.directory = Files.createTempDirectory("amityvox-service-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param options added to the command line, such as `--user`, `u`, `--pass`, `p`
    public static TestService nats(String... options) {
        return started(ServiceProgram.NATS, options);
    }

    /// @param options added to the command line, such as `--requirepass`, `p`
    public static TestService valkey(String... options) {
        return started(ServiceProgram.VALKEY, options);
    }

    /// @param options as for [#valkey]
    public static TestService redis(String... options) {
        return started(ServiceProgram.REDIS, options);
    }

    /// In front of these servers, as deploy/caddy/Caddyfile has it for containers.
    ///
    /// @param servers as `host:port`
    public static TestService caddy(List<String> servers) {
        var service = new TestService(ServiceProgram.CADDY, List.of());
        service.write("Caddyfile", forServers(servers));
        return started(service);
    }

    /// Our own Caddyfile, but for where it listens and where the servers are.
    private static String forServers(List<String> servers) {
        var text = read(Path.of(System.getProperty("amityvox.checkout"), "deploy", "caddy", "Caddyfile"));
        for (var change : Map.of(
                        "\\{\\$AMITYVOX_SITE\\} \\{",
                        "http://127.0.0.1:{\\$PORT} {",
                        "http://:2020 ",
                        "http://:%d ".formatted(freePort()),
                        "(?s)dynamic a server 8080 \\{.*?\\}",
                        "to " + String.join(" ", servers))
                .entrySet()) {
            var changed = text.replaceFirst(change.getKey(), change.getValue());
            if (changed.equals(text)) {
                throw new AssertionError("The Caddyfile has nothing like " + change.getKey());
            }
            text = changed;
        }
        return text;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestService started(ServiceProgram program, String... options) {
        return started(new TestService(program, List.of(options)));
    }

    private static TestService started(TestService service) {
        try {
            service.startOnFreePort();
            return service;
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
    }

    /// Somebody else may take a port between finding and using it.
    private void startOnFreePort() {
        for (var attempt = 1; ; attempt++) {
            try {
                port = freePort();
                start();
                return;
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS || process == null) {
                    throw e;
                }
            }
        }
    }

    /// A port of the loopback address that nobody uses at the moment.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// As in the configuration: `nats://127.0.0.1:4222`, `redis://127.0.0.1:6379`.
    public String url() {
        return program.url(port);
    }

    /// Starts it, on the same port as before, and waits until it answers.
    public void start() {
        try {
            var builder = new ProcessBuilder(program.command(port, directory, options))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("PORT", Integer.toString(port));
            builder.environment().put("HOME", directory.toString());
            var started = builder.start();
            process = started;
            var end = System.nanoTime() + START_WITHIN.toNanos();
            while (!answers()) {
                if (!started.isAlive() || System.nanoTime() - end >= 0) {
                    started.destroyForcibly();
                    throw new AssertionError("%s did not start:%n%s".formatted(program, Files.readString(log())));
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    /// Whether the service answers, by what it says and not by its port alone.
    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_WITHIN_MILLIS);
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream().write(program.question());
            var answer = new byte[64];
            var length = Math.max(0, socket.getInputStream().read(answer));
            return program.isAnswer(new String(answer, 0, length, StandardCharsets.US_ASCII));
        } catch (IOException _) {
            return false;
        }
    }

    /// Ends it as an administrator would, and waits for the end.
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /// `kill -9`.
    public void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /// `SIGSTOP`: its connections stay open and nothing answers.
    public void pause() {
        Signals.pause(running().toHandle());
    }

    /// `SIGCONT`.
    public void resume() {
        Signals.resume(running().toHandle());
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    private void awaitEnd() {
        try {
            if (!running().waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new AssertionError("%s does not end".formatted(program));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends it, whatever its state, and removes its directory.
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        try {
            TestBinaries.deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
