// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Reads a `.txz`. On its own, so that the libraries for it are loaded when there is something to
/// unpack and else not.
final class BinaryArchive {
    private BinaryArchive() {}

    /// Unpacks files, directories and links; everybody may read them, the owner alone may write
    /// them.
    static void unpack(URL archive, Path target) throws IOException {
        var connection = archive.openConnection();
        connection.setUseCaches(false);
        try (var tar = new TarArchiveInputStream(new XZInputStream(connection.getInputStream()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive names a file outside of itself: " + entry.getName());
                }
                if (isNeeded(entry.getName())) {
                    unpack(tar, entry, path);
                }
            }
        }
    }

    /// What only compilers need is left out.
    private static boolean isNeeded(String name) {
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        Files.createDirectories(entry.isDirectory() ? path : parent(path));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isFile()) {
            Files.copy(tar, path);
        }
        boolean runs = entry.isDirectory() || (entry.getMode() & 0b001_000_000) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path parent(Path path) throws IOException {
        var parent = path.getParent();
        if (parent == null) {
            throw new IOException("An entry of the archive has no directory");
        }
        return parent;
    }
}
