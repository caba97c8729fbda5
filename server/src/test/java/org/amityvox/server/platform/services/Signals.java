// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is done to processes from outside: to one with all that descend from it.
public final class Signals {
    private Signals() {}

    /// `SIGKILL`; returns when all of them have ended.
    public static void kill(ProcessHandle process) {
        var family = family(process);
        send("KILL", family);
        family.forEach(each -> each.onExit().join());
    }

    /// `SIGSTOP`: connections stay open and nothing answers.
    public static void pause(ProcessHandle process) {
        send("STOP", family(process));
        requireAlive(process);
    }

    /// `SIGCONT`.
    public static void resume(ProcessHandle process) {
        send("CONT", family(process));
        requireAlive(process);
    }

    /// A fault that a test believes in, and that hit nobody, would prove nothing.
    private static void requireAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            throw new AssertionError("Process %d has ended".formatted(process.pid()));
        }
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private static void send(String signal, List<ProcessHandle> processes) {
        var command = new ArrayList<String>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // One of them may have ended by itself meanwhile, so that the code says nothing.
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
