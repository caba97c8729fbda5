// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is alone pays nothing for the libraries that join several: it loads not one of their classes.
class SoloLoadsNothingTest extends ServerTest {
    private static final List<String> LIBRARIES = List.of("io.nats.", "io.lettuce.", "io.netty.", "reactor.");

    @TempDir
    Path directory;

    @Test
    void aSingleServerLoadsNoClassOfNatsAndLettuce() throws Exception {
        assertThat(loaded("")).isEmpty();
    }

    /// So that the test above would see them.
    @Test
    void aServerOfSeveralLoadsThem() throws Exception {
        assertThat(loaded("""
                [nats]
                url = "nats://127.0.0.1:1"
                [cache]
                url = "redis://127.0.0.1:1"
                """)).containsExactlyElementsOf(LIBRARIES);
    }

    /// Which of the libraries a server has loaded when it is ready and has answered a request.
    private List<String> loaded(String settings) throws IOException, InterruptedException {
        var target = SHARED.databases().fresh();
        var config = Files.writeString(directory.resolve("amityvox.toml"), """
                [http]
                address = "127.0.0.1"
                port = 0
                [metrics]
                port = 0
                [database]
                url = "%s"
                user = "%s"
                password = "%s"
                %s""".formatted(
                        target.url(), target.user(), target.password().reveal(), settings));
        var classes = directory.resolve("classes.txt");
        var server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--config",
                        config.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            assertThat(Stream.iterate(output.readLine(), line -> line != null, _ -> next(output))
                            .anyMatch(line -> line.contains("AmityVox is running")))
                    .isTrue();
        } finally {
            server.destroy();
            server.waitFor();
        }
        var lines = Files.readString(classes);
        assertThat(lines).contains(" org.amityvox.server.app.RunningServer ");
        return LIBRARIES.stream().filter(name -> lines.contains(" " + name)).toList();
    }

    private static String next(BufferedReader output) {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
