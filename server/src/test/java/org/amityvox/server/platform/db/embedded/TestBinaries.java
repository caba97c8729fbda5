// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The programs of PostgreSQL, unpacked once for all tests, and directories that PostgreSQL's user can enter.
public final class TestBinaries implements AutoCloseable {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TestBinaries.class);

    private final Path parent;

    private TestBinaries(Path parent) {
        this.parent = parent;
    }

    /// Where the programs are. They are gone once all tests are done.
    public static Path of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("binaries", _ -> unpack(), TestBinaries.class)
                .parent;
    }

    private static TestBinaries unpack() {
        try {
            var parent = openDirectory();
            PostgresBinaries.unpacked(parent, Programs.ofSystem(), Clock.systemUTC());
            return new TestBinaries(parent);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A new directory that is open to the user that PostgreSQL runs as when the tests run as root, which the
    /// directories of JUnit are not.
    public static Path openDirectory() throws IOException {
        var directory = Files.createTempDirectory("amityvox-test-");
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    public static void deleteTree(Path directory) throws IOException {
        DurableFiles.deleteTree(directory);
    }

    @Override
    public void close() throws IOException {
        deleteTree(parent);
    }
}
