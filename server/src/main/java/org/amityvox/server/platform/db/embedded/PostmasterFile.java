// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `postmaster.pid`, which a running PostgreSQL keeps in its directory. It also outlives one that
/// was killed.
///
/// @param status `starting`, `ready` or `stopping`; empty while the file is being written
record PostmasterFile(long pid, int port, String status) {
    private static final String NAME = "postmaster.pid";
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /// Empty when there is no such file, or one that a crash or a power cut has left incomplete.
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            var lines = Files.readAllLines(cluster.resolve(NAME));
            return Optional.of(new PostmasterFile(
                    Long.parseLong(line(lines, 0)),
                    Integer.parseInt(line(lines, PORT_LINE)),
                    line(lines, STATUS_LINE)));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    /// Removes a file that would keep PostgreSQL from starting although no process of its own is
    /// left: one that is incomplete, or names a process id that somebody else has by now. A file
    /// that names nobody is left to PostgreSQL, which looks at more than the process id before it
    /// goes on.
    static void deleteMisleading(Path cluster) throws IOException {
        var file = read(cluster);
        if (file.isEmpty() || ProcessHandle.of(file.get().pid()).isPresent()) {
            Files.deleteIfExists(cluster.resolve(NAME));
        }
    }

    boolean isReady() {
        return status.equals("ready");
    }

    boolean isStopping() {
        return status.equals("stopping");
    }
}
