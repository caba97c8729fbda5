// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The committed descriptions of the API and of the events are those of this code. With `-Damityvox.write=true` they
/// are written anew.
class DescriptionTest {
    private static final Path DOCS = Path.of(System.getProperty("amityvox.checkout"), "docs");

    @Test
    void theApiIsDescribedAsItIs() throws IOException {
        compare(DOCS.resolve("api/openapi.json"), OpenApiCommand.document());
    }

    @Test
    void theEventsAreDescribedAsTheyAre() throws IOException {
        compare(DOCS.resolve("events.md"), OpenApiCommand.events());
    }

    private static void compare(Path file, String now) throws IOException {
        if (Boolean.getBoolean("amityvox.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, now);
        }
        assertThat(file).content().isEqualTo(now);
    }
}
