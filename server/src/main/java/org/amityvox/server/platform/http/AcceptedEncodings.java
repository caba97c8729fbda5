// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.amityvox.server.platform.http.WebFile.Encoding;

/// What a client says in `Accept-Encoding` (RFC 9110 §12.5.3).
final class AcceptedEncodings {
    private final Map<String, Double> weights = new HashMap<>();

    /// @param headers the values of all header lines
    AcceptedEncodings(List<String> headers) {
        for (var header : headers) {
            for (var item : header.split(",", -1)) {
                add(item.strip().toLowerCase(Locale.ROOT));
            }
        }
    }

    /// The best of what exists; the file itself when nothing else is wanted.
    Encoding choose(Set<Encoding> existing) {
        return existing.stream()
                .filter(encoding -> weight(encoding) > 0)
                .min(Comparator.comparingDouble((Encoding encoding) -> -weight(encoding))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(Encoding.IDENTITY);
    }

    private void add(String item) {
        var parts = item.split(";", 2);
        if (!parts[0].isBlank()) {
            weights.put(parts[0].strip(), parts.length == 1 ? 1.0 : weight(parts[1].strip()));
        }
    }

    private static double weight(String parameter) {
        try {
            return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1.0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private double weight(Encoding encoding) {
        var named = weights.get(encoding.token());
        if (named != null) {
            return named;
        }
        // The file itself is acceptable unless it is ruled out, and less welcome than anything that is named.
        var fallback = encoding == Encoding.IDENTITY ? 0.0001 : 0;
        return weights.getOrDefault("*", fallback);
    }
}
