// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words after a command: options with a value (`--config FILE` or `--config=FILE`), switches (`--admin`)
/// and plain words.
record Arguments(List<String> words, Map<String, String> options, Set<String> switches) {
    Arguments {
        words = List.copyOf(words);
        options = Map.copyOf(options);
        switches = Set.copyOf(switches);
    }

    /// @param withValue the options that the command knows
    /// @param plain the switches that it knows
    /// @throws Failure for anything else that begins with two hyphens
    static Arguments parse(List<String> arguments, Set<String> withValue, Set<String> plain) {
        var words = new ArrayList<String>();
        var options = new HashMap<String, String>();
        var switches = new HashSet<String>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var argument = rest.next();
            var name = argument.split("=", 2)[0];
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (withValue.contains(name)) {
                options.put(name, value(argument, name, rest));
            } else if (plain.contains(argument)) {
                switches.add(argument);
            } else {
                throw new Failure(ExitCode.USAGE, "Unknown option %s. --help lists those there are.".formatted(name));
            }
        }
        return new Arguments(words, options, switches);
    }

    private static String value(String argument, String name, Iterator<String> rest) {
        if (argument.contains("=")) {
            return argument.substring(name.length() + 1);
        }
        if (!rest.hasNext()) {
            throw new Failure(ExitCode.USAGE, "%s needs a value.".formatted(name));
        }
        return rest.next();
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    Optional<Path> config() {
        return option("--config").map(Path::of);
    }

    /// @throws Failure if there are words that the command has no use for
    Arguments requireWords(int count, String usage) {
        if (words.size() != count) {
            throw new Failure(ExitCode.USAGE, "Usage: " + usage);
        }
        return this;
    }
}
