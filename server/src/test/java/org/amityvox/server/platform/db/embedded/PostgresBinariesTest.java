// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresBinariesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    private final Sandbox sandbox = new Sandbox();

    private PostgresBinaries unpack() throws InterruptedException {
        return PostgresBinaries.unpacked(sandbox.directory(), Programs.ofSystem(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(sandbox.directory())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void severalAtOnceEndWithOneDirectory() throws Exception {
        Callable<PostgresBinaries> unpack = this::unpack;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = executor.invokeAll(List.of(unpack, unpack));

            assertThat(found.get(0).get()).isEqualTo(found.get(1).get());
        }
        assertThat(names()).singleElement().asString().matches("17\\.\\d+-[0-9a-f]{8}");
        assertThat(unpack().major()).isEqualTo(17);
    }

    @Test
    void whatAnInterruptedStartHasLeftIsRemovedAndDoneAgain() throws Exception {
        var abandoned = Files.createDirectories(sandbox.directory().resolve("unpacking-abandoned/bin"))
                .getParent();
        Files.setLastModifiedTime(abandoned, FileTime.from(NOW.minus(Duration.ofHours(1))));
        var recent = Files.createDirectory(sandbox.directory().resolve("unpacking-recent"));
        Files.setLastModifiedTime(recent, FileTime.from(NOW.minus(Duration.ofMinutes(1))));

        var binaries = unpack();

        assertThat(Path.of(binaries.program("postgres"))).isExecutable();
        assertThat(abandoned).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void aStartThatUnpacksNothingLoadsNoArchiveLibrary() throws Exception {
        var classes = sandbox.directory().resolve("classes.txt");
        try (var server = ChildServer.start(
                sandbox.directory().toString(),
                sandbox.binaries(),
                List.of(),
                List.of("-Xlog:class+load:file=" + classes),
                Map.of())) {
            server.awaitTarget();
            server.stop();
        }

        assertThat(Files.readString(classes))
                .contains("org.amityvox.server.platform.db.embedded.PostgresBinaries")
                .doesNotContain("org.tukaani", "org.apache.commons.compress");
    }
}
