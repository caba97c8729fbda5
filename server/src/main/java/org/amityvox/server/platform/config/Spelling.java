// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.util.Collection;
import java.util.Comparator;

/// Finds what somebody meant who wrote a name that does not exist.
final class Spelling {
    private static final int MOST_SLIPS = 3;

    private Spelling() {}

    static String advice(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(written, name) <= MOST_SLIPS)
                .map(name -> "Did you mean " + name + "?")
                .orElse("Remove it; docs/configuration.md lists every setting.");
    }

    /// How many letters must be added, removed or replaced (Levenshtein).
    private static int distance(String from, String to) {
        var previous = new int[to.length() + 1];
        for (var j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= from.length(); i++) {
            var current = new int[to.length() + 1];
            current[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
