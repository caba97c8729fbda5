// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aLogPastItsSizeIsStartedAgainUnderTheHandsOfItsWriter() throws Exception {
        var log = new PostgresLog(directory.resolve("postgres.log"));
        log.prepare();
        try (var writer = Files.newOutputStream(log.file(), StandardOpenOption.APPEND)) {
            writer.write(new byte[5 << 20]);

            log.bound();
            writer.write("after\n".getBytes(UTF_8));

            assertThat(log.file()).hasContent("after\n");
            assertThat(Files.size(directory.resolve("postgres.log.1"))).isEqualTo(5 << 20);
        }
    }

    @Test
    void aSmallLogIsKept() throws Exception {
        var log = new PostgresLog(directory.resolve("postgres.log"));
        Files.writeString(log.file(), "first\nsecond\n");

        log.bound();

        assertThat(log.file()).hasContent("first\nsecond\n");
        assertThat(log.tail(6)).isEqualTo("second");
        assertThat(directory.resolve("postgres.log.1")).doesNotExist();
    }
}
