// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Set;

/// Says which program this is.
final class VersionCommand implements Command {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public String summary() {
        return "Print the version";
    }

    @Override
    public String help() {
        return """
                Usage: version

                Prints the name and the version of the program.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        Arguments.parse(arguments, Set.of(), Set.of()).requireWords(0, "version");
        System.out.println(Version.NAME + " " + Version.number());
    }
}
