// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.util.List;
import java.util.regex.Pattern;

/// The configuration cannot be used. Carries every problem at once; its message is the whole list, for a terminal.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the settings, then what the sources hold beyond them; at least one.
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        var text = new StringBuilder("The configuration has ")
                .append(problems.size() == 1 ? "a problem" : problems.size() + " problems")
                .append(":\n");
        for (var problem : problems) {
            text.append("\n  ").append(title(problem));
            text.append("\n    ").append(printable(problem.rule()));
            text.append("\n    ").append(printable(problem.fix())).append('\n');
        }
        return text.toString();
    }

    private static String title(Problem problem) {
        var where = printable(problem.where());
        return problem.path().isEmpty() ? where : printable(problem.path()) + " (" + where + ")";
    }

    /// Names from the sources may hold anything; a terminal must not obey it.
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
