// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.amityvox.server.platform.config.LogFormat;
import org.amityvox.server.platform.config.LogLevel;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Logging as a process has it, from its first line on, in a process of its own.
class LogsStartTest {
    @Test
    void aProcessWithoutATerminalWritesJsonToStandardErrorOnly() throws Exception {
        var lines = run(true);

        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).endsWith("WARN  Before the start");
        assertThat(lines.stream().skip(1).map(line -> JsonMapper.shared().readTree(line)))
                .extracting(
                        line -> line.get("level").asString(),
                        line -> line.get("message").asString())
                .containsExactly(tuple("info", "Started"), tuple("error", "Broken a"), tuple("warn", "Slow"));
        assertThat(run(false)).isEmpty();
    }

    private static List<String> run(boolean error) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var language = "-Duser.language=" + System.getProperty("user.language");
        var builder = new ProcessBuilder(
                        java, language, "-cp", System.getProperty("java.class.path"), Talker.class.getName())
                .redirectError(error ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD);
        // The JVM announces these on standard error, before anything of ours.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        var process = builder.start();
        process.getOutputStream().close();
        try (var stream = error ? process.getErrorStream() : process.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            assertThat(process.waitFor()).isZero();
        }
    }

    static final class Talker {
        public static void main(String[] arguments) {
            var log = LoggerFactory.getLogger("org.amityvox.server.app.Main");
            log.info("Not heard before the start");
            log.warn("Before the start");
            Logs.start(LogFormat.AUTO, LogLevel.INFO);
            log.debug("Not heard at this level");
            log.info("Started");
            var library = java.util.logging.Logger.getLogger("org.postgresql.Driver");
            library.log(java.util.logging.Level.SEVERE, "Broken {0}", "a");
            library.info("Not heard from a library");
            library.warning("Slow");
        }
    }
}
