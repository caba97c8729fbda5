// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The environment variables that override the file: `AMITYVOX_HTTP_PORT` holds a value, `AMITYVOX_HTTP_PORT_FILE` the
/// path of a file with the value, as container systems hand secrets over.
final class EnvironmentSource {
    private static final String PREFIX = "AMITYVOX_";
    private static final String FROM_FILE = "_FILE";
    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> variables;

    EnvironmentSource(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    Optional<Found> find(String variable, Consumer<Problem> problems, String key) {
        var value = Optional.ofNullable(variables.get(variable));
        var path = Optional.ofNullable(variables.get(variable + FROM_FILE));
        if (value.isPresent() && path.isPresent()) {
            problems.accept(new Problem(
                    key,
                    variable,
                    "must not be set together with " + variable + FROM_FILE,
                    "Remove one of the two variables."));
            return Optional.empty();
        }
        if (path.isPresent()) {
            return read(path.get(), variable + FROM_FILE, problems, key);
        }
        return value.map(text -> new Found.Written(text, variable));
    }

    /// Tells of variables that name a known section but no setting in it. Others with our prefix are none of our
    /// business: launchers and tests have some.
    void checkNames(Set<String> sections, Set<String> known, Consumer<Problem> problems) {
        var names = known.stream()
                .flatMap(variable -> Stream.of(variable, variable + FROM_FILE))
                .collect(Collectors.toSet());
        for (var name : new TreeSet<>(variables.keySet())) {
            if (!names.contains(name) && sections.stream().anyMatch(section -> name.startsWith(prefix(section)))) {
                problems.accept(new Problem("", name, "must name a setting that exists", Spelling.advice(name, names)));
            }
        }
    }

    private static String prefix(String section) {
        return PREFIX + section.toUpperCase(Locale.ROOT) + "_";
    }

    private static Optional<Found> read(String path, String where, Consumer<Problem> problems, String key) {
        try (var in = Files.newInputStream(Path.of(path))) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                problems.accept(new Problem(
                        key, where, "must name a file of at most 64 KiB", "Name the file that holds only the value."));
                return Optional.empty();
            }
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(new Found.Written(withoutLineEnd(text), where));
        } catch (CharacterCodingException _) {
            problems.accept(new Problem(key, where, "must name a file with text in UTF-8", "Save the file as UTF-8."));
        } catch (IOException | InvalidPathException _) {
            problems.accept(new Problem(
                    key,
                    where,
                    "must name a file that can be read",
                    "Check its path, and that the user that runs the server may read it."));
        }
        return Optional.empty();
    }

    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
