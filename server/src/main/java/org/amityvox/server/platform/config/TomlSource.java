// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A configuration file. What cannot be read is told to the given consumer, and the rest is used.
final class TomlSource {
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);
    private static final String EXPECTED = ", expected ";

    private final Path file;
    private final TomlTable root;
    private final int brokenLine;

    private TomlSource(Path file, TomlTable root, int brokenLine) {
        this.file = file;
        this.root = root;
        this.brokenLine = brokenLine;
    }

    /// Reads the file, or nothing when it cannot be read at all.
    static Optional<TomlSource> read(Path file, Consumer<Problem> problems) {
        try {
            var result = Toml.parse(Files.readString(file));
            var brokenLine = Integer.MAX_VALUE;
            for (var error : result.errors()) {
                problems.accept(syntax(file, error));
                brokenLine = Math.min(brokenLine, error.position().line());
            }
            return Optional.of(new TomlSource(file, result, brokenLine));
        } catch (NoSuchFileException _) {
            problems.accept(unreadable(file, "must exist"));
        } catch (AccessDeniedException _) {
            problems.accept(unreadable(file, "must be readable by the user that runs the server"));
        } catch (CharacterCodingException _) {
            problems.accept(unreadable(file, "must be text in UTF-8"));
        } catch (IOException _) {
            problems.accept(unreadable(file, "must be a file that can be read"));
        }
        return Optional.empty();
    }

    /// The folder that relative paths in this file start from.
    Path folder() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
    }

    Optional<Found> find(String section, String name) {
        if (!(root.get(List.of(section)) instanceof TomlTable table)) {
            return Optional.empty();
        }
        return Optional.ofNullable(table.get(List.of(name)))
                .map(value -> new Found.Typed(
                        value instanceof TomlArray array ? array.toList() : value, where(List.of(section, name))));
    }

    /// Tells what the file holds beyond the settings. Says nothing of what comes after an error of syntax: behind a
    /// broken heading keys appear to be in another section.
    void checkKeys(Set<String> sections, Set<String> keys, Consumer<Problem> problems) {
        for (var section : root.keySet()) {
            if (root.get(List.of(section)) instanceof TomlTable table && sections.contains(section)) {
                checkSection(section, table, keys, problems);
            } else if (isTrusted(List.of(section))) {
                problems.accept(sections.contains(section) ? noSection(section) : unknown(List.of(section), sections));
            }
        }
    }

    private void checkSection(String section, TomlTable table, Set<String> keys, Consumer<Problem> problems) {
        for (var name : table.keySet()) {
            if (!keys.contains(section + "." + name) && isTrusted(List.of(section, name))) {
                problems.accept(unknown(List.of(section, name), keys));
            }
        }
    }

    private boolean isTrusted(List<String> path) {
        var position = root.inputPositionOf(path);
        return brokenLine == Integer.MAX_VALUE || (position != null && position.line() < brokenLine);
    }

    private Problem noSection(String section) {
        return new Problem(
                section,
                where(List.of(section)),
                "must be a section",
                "Write [" + section + "] on a line of its own and the settings beneath it.");
    }

    private Problem unknown(List<String> path, Set<String> known) {
        var key = Toml.joinKeyPath(path);
        return new Problem(key, where(path), "must be a setting that exists", Spelling.advice(key, known));
    }

    private String where(List<String> path) {
        return where(file, root.inputPositionOf(path));
    }

    private static String where(Path file, @Nullable TomlPosition position) {
        return position == null ? file.toString() : file + ":" + position.line();
    }

    private static Problem syntax(Path file, TomlParseError error) {
        var where = where(file, error.position()) + ":" + error.position().column();
        return new Problem("", where, "must be TOML here", withoutValues(String.valueOf(error.getMessage())));
    }

    /// The library quotes the text that it stumbled over, and that may be half a password.
    private static String withoutValues(String message) {
        var expected = message.indexOf(EXPECTED);
        return expected >= 0
                ? "Expected is " + message.substring(expected + EXPECTED.length()) + "."
                : QUOTED.matcher(message).replaceAll("").strip() + ".";
    }

    private static Problem unreadable(Path file, String rule) {
        return new Problem("", file.toString(), rule, "Check the path, or start without a configuration file.");
    }
}
