// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A process of PostgreSQL at work in one database directory.
///
/// Process ids are used again, so an id from a file proves nothing. PostgreSQL's processes have
/// their database directory as working directory, and that the kernel knows.
record LiveProcess(ProcessHandle handle, Path cluster) {
    private static final Path PROC = Path.of("/proc");

    static Optional<LiveProcess> of(long pid, Path cluster) {
        return ProcessHandle.of(pid)
                .map(handle -> new LiveProcess(handle, cluster))
                .filter(LiveProcess::isAlive);
    }

    /// Every one of them, the postmaster included, in no order.
    static List<LiveProcess> allIn(Path cluster) {
        return ProcessHandle.allProcesses()
                .map(handle -> new LiveProcess(handle, cluster))
                .filter(LiveProcess::isAlive)
                .toList();
    }

    long pid() {
        return handle.pid();
    }

    /// False also for a process that has ended and that nobody has waited for yet.
    boolean isAlive() {
        return linkAt(directory().resolve("cwd"))
                .map(workingDirectory -> workingDirectory.equals(cluster) && isPostgres())
                .orElseGet(this::isPostmasterByItsOwnWords);
    }

    /// The kernel keeps links from root that has been stripped of a privilege, as in most
    /// containers. What a process was started with is open to everybody, but names the directory
    /// for the postmaster only.
    private boolean isPostmasterByItsOwnWords() {
        return arguments().contains(cluster.toString()) && isPostgres();
    }

    private boolean isPostgres() {
        // The kernel adds " (deleted)" when the file is gone.
        return program()
                .filter(program -> program.getFileName()
                        .toString()
                        .replace(" (deleted)", "")
                        .equals("postgres"))
                .isPresent();
    }

    /// The file that it was started from.
    Optional<Path> program() {
        return linkAt(directory().resolve("exe"))
                .or(() -> arguments().stream()
                        .filter(argument -> !argument.isEmpty())
                        .findFirst()
                        .map(Path::of));
    }

    private List<String> arguments() {
        try {
            return List.of(Files.readString(directory().resolve("cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path directory() {
        return PROC.resolve(Long.toString(pid()));
    }

    static Optional<Path> linkAt(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (IOException e) {
            // It ended, or belongs to somebody whose processes we may not look at.
            return Optional.empty();
        }
    }
}
