// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which pages may open a socket. A browser lets any page try and says in `Origin` which one it is;
/// other programs send none.
final class Origins {
    /// As browsers write it (RFC 6454 §6.2).
    private static final Pattern ORIGIN = Pattern.compile("(?<scheme>https?)://(?<authority>[^/?#@\\s]+)");

    private final Set<String> allowed = new HashSet<>();

    Origins(HttpSettings settings) {
        settings.allowedOrigins().forEach(origin -> allowed.add(normal(origin)));
        if (!settings.publicUrl().isEmpty()) {
            allowed.add(normal(settings.publicUrl()));
        }
    }

    /// @param headers all values of `Origin`
    /// @param authority host and port that the request was sent to, as the client wrote them
    boolean allows(List<String> headers, String authority) {
        if (headers.isEmpty()) {
            return true;
        }
        if (headers.size() > 1) {
            return false;
        }
        var origin = ORIGIN.matcher(headers.getFirst().toLowerCase(Locale.ROOT));
        if (!origin.matches()) {
            return false;
        }
        return isOwn(origin.group("scheme"), origin.group("authority"), authority.toLowerCase(Locale.ROOT))
                || allowed.contains(normal(headers.getFirst()));
    }

    /// Schemes are not compared: behind a proxy that ends TLS the server does not know its own.
    private static boolean isOwn(String scheme, String origin, String authority) {
        var own = withoutPort(origin, defaultPort(scheme));
        return own.equals(authority) || own.equals(withoutPort(authority, defaultPort(scheme)));
    }

    private static String normal(String origin) {
        var lower = origin.toLowerCase(Locale.ROOT);
        var match = ORIGIN.matcher(lower);
        if (!match.matches()) {
            return lower;
        }
        var scheme = match.group("scheme");
        return scheme + "://" + withoutPort(match.group("authority"), defaultPort(scheme));
    }

    private static String defaultPort(String scheme) {
        return scheme.equals("https") ? ":443" : ":80";
    }

    private static String withoutPort(String authority, String port) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
