// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A statement whose `:name` parameters became `?`.
///
/// @param text for the driver
/// @param names of the parameters in their order; a name may come twice
record NamedSql(String text, List<String> names) {
    /// Quoted texts, casts (`::type`) and comments are matched first so that a colon inside them is no parameter.
    private static final Pattern TOKEN = Pattern.compile("'[^']*'|::|--[^\\n]*|:([a-z][a-z0-9_]*)");

    /// Statements are constants of the program, so their number is bounded.
    private static final ConcurrentHashMap<String, NamedSql> PARSED = new ConcurrentHashMap<>();

    NamedSql {
        names = List.copyOf(names);
    }

    static NamedSql parse(String text) {
        return PARSED.computeIfAbsent(text, NamedSql::translate);
    }

    private static NamedSql translate(String text) {
        var names = new ArrayList<String>();
        var driverText = TOKEN.matcher(text).replaceAll(token -> {
            var name = token.group(1);
            if (name == null) {
                return java.util.regex.Matcher.quoteReplacement(token.group());
            }
            names.add(name);
            return "?";
        });
        return new NamedSql(driverText, names);
    }
}
