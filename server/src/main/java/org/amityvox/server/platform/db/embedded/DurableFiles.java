// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files that are there whole or not at all, also after a power cut.
public final class DurableFiles {
    private DurableFiles() {}

    /// Replaces a file.
    ///
    /// @param mode as `ls` prints it, such as `rw-------`
    public static void write(Path file, String text, String mode) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var permissions = PosixFilePermissions.fromString(mode);
        try (var channel =
                FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(permissions))) {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // The mode given at creation is cut by the umask.
            Files.setPosixFilePermissions(fresh, permissions);
            channel.force(true);
        }
        move(fresh, file);
    }

    /// Renames within one file system; a file that is there already is replaced, an empty directory
    /// too.
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, ATOMIC_MOVE);
        syncDirectory(to);
    }

    private static void syncDirectory(Path entry) throws IOException {
        var directory = entry.toAbsolutePath().getParent();
        if (directory != null) {
            try (var channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    /// Does not follow links. What vanishes meanwhile is no failure.
    ///
    /// @throws DirectoryNotEmptyException when somebody writes there meanwhile
    static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return unlessVanished(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return failure == null ? FileVisitResult.CONTINUE : unlessVanished(failure);
            }
        });
    }

    private static FileVisitResult unlessVanished(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
