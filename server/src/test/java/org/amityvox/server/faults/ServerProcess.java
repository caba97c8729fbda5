// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.amityvox.server.app.Main;
import org.amityvox.server.platform.services.Signals;
import org.amityvox.server.platform.services.TestService;
import org.jspecify.annotations.Nullable;

/// A server in a process of its own, as it runs in its container. It keeps its port over restarts.
final class ServerProcess implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xmx160m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private final String name;
    private final Path directory;
    private final Map<String, String> environment;
    private final HttpClient http;
    private final int port = TestService.freePort();
    private @Nullable Process process;

    /// @param environment the settings, as variables
    ServerProcess(String name, Path directory, Map<String, String> environment, HttpClient http) {
        this.name = name;
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.http = http;
    }

    int port() {
        return port;
    }

    @Override
    public String toString() {
        return name;
    }

    /// Starts it without waiting.
    void launch() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("AMITYVOX_HTTP_ADDRESS", "127.0.0.1");
        builder.environment().put("AMITYVOX_HTTP_PORT", Integer.toString(port));
        builder.environment()
                .put(
                        "AMITYVOX_DATA_DIRECTORY",
                        directory.resolve("data-" + name).toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns when it answers requests.
    void awaitReady() {
        var end = System.nanoTime() + START_WITHIN.toNanos();
        while (!isReady()) {
            if (!running().isAlive() || System.nanoTime() - end >= 0) {
                throw new AssertionError("%s did not start:%n%s".formatted(name, output()));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private boolean isReady() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends it as an administrator does, and waits for the end.
    void stop() {
        running().destroy();
        try {
            if (!running().waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("%s does not end:%n%s".formatted(name, output()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `kill -9`.
    void kill() {
        Signals.kill(running().toHandle());
    }

    void pause() {
        Signals.pause(running().toHandle());
    }

    void resume() {
        Signals.resume(running().toHandle());
    }

    /// Everything that it printed, of all its lives.
    String output() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
