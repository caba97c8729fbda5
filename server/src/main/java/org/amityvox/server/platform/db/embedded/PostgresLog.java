// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The file that PostgreSQL reports into. It outlives the server that opened it, so that it is no
/// pipe; it is kept below a size here, since PostgreSQL does not.
record PostgresLog(Path file) {
    private static final long MAX_BYTES = 4L << 20;
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 12;

    /// Starts the file again once it has grown past its size; one older part is kept. PostgreSQL
    /// appends, so that it may go on writing meanwhile; what it writes between the copy and the cut
    /// is lost.
    void bound() throws IOException {
        if (size() <= MAX_BYTES) {
            return;
        }
        Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
        try (var channel = FileChannel.open(file, WRITE)) {
            channel.truncate(0);
        }
    }

    /// Makes the file, readable to the server alone.
    void prepare() throws IOException {
        bound();
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /// The last lines that were written at or after `offset`; may be empty.
    String tail(long offset) {
        try (var channel = FileChannel.open(file, READ)) {
            long start = Math.max(offset, channel.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
            channel.read(bytes, start);
            List<String> lines = UTF_8.decode(bytes.flip()).toString().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
