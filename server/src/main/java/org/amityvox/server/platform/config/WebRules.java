// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules for addresses, origins and the URLs of services.
final class WebRules {
    private static final Pattern HOST_NAME =
            Pattern.compile("(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final Pattern JDBC =
            Pattern.compile("jdbc:postgresql://[^/?#@\\s]*/[^/?#@\\s]+(\\?(?<options>[^#\\s]*))?");
    private static final Pattern CREDENTIAL = Pattern.compile("(^|&)(user|[a-z]*password)=", Pattern.CASE_INSENSITIVE);

    private WebRules() {}

    static Rule<String> listenAddress() {
        return Shape.TEXT.rule(
                "an IP address or a host name",
                "0.0.0.0",
                text -> AddressRange.address(text).isPresent() || isHostName(text)
                        ? Reading.of(text)
                        : Reading.refused(
                                "Write for example 0.0.0.0 for every network or 127.0.0.1 for this machine."));
    }

    static Rule<String> publicUrl() {
        return Shape.TEXT.rule(
                "empty, or http:// or https:// with a host and no path",
                "https://chat.example.org",
                text -> text.isBlank() ? Reading.of("") : origin(text));
    }

    static Rule<List<String>> origins() {
        return Rules.listOf(
                "origins: http:// or https:// with a host and no path", "https://chat.example.org", WebRules::origin);
    }

    static Rule<List<AddressRange>> ranges() {
        return Rules.listOf("IP addresses or networks such as 10.0.0.0/8", "127.0.0.1, ::1", WebRules::range);
    }

    static Rule<String> databaseUrl() {
        return Shape.TEXT.rule(
                "empty, or jdbc:postgresql://host/database without user and password",
                "jdbc:postgresql://localhost/amityvox",
                text -> text.isBlank() ? Reading.of("") : databaseUrl(text.strip()));
    }

    /// Where a service is, by one of two schemes, the second of which means TLS.
    ///
    /// @param section whose `user` and `password` are the place for what does not belong into the URL
    static Rule<String> serviceUrl(String section, String scheme, String tlsScheme, String example) {
        return Shape.TEXT.rule(
                "empty, or %s:// or %s:// with a host, and a port if it is not the usual one"
                        .formatted(scheme, tlsScheme),
                example,
                text -> text.isBlank() ? Reading.of("") : serviceUrl(text.strip(), section, Set.of(scheme, tlsScheme)));
    }

    private static Reading<String> serviceUrl(String url, String section, Set<String> schemes) {
        try {
            var uri = new URI(url);
            if (uri.getRawUserInfo() != null) {
                return Reading.refused(
                        "Move user and password to %s.user and %s.password.".formatted(section, section));
            }
            var bare = uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && Optional.ofNullable(uri.getRawPath()).orElse("").isEmpty();
            var portCanBe = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= 65535);
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            return bare && portCanBe && uri.getHost() != null && schemes.contains(scheme)
                    ? Reading.of(url)
                    : Reading.refused();
        } catch (URISyntaxException _) {
            return Reading.refused();
        }
    }

    private static Reading<String> databaseUrl(String url) {
        var match = JDBC.matcher(url);
        if (!match.matches()) {
            return Reading.refused();
        }
        return Optional.ofNullable(match.group("options"))
                .filter(options -> CREDENTIAL.matcher(options).find())
                .map(_ -> Reading.<String>refused("Move user and password to database.user and database.password."))
                .orElseGet(() -> Reading.of(url));
    }

    /// An origin as browsers write it (RFC 6454 §6.2): lower case, and no port that the scheme implies.
    private static Reading<String> origin(String text) {
        try {
            var uri = new URI(text.strip());
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            var host = uri.getHost();
            var path = Optional.ofNullable(uri.getRawPath()).orElse("");
            var bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (host == null || !bare || !(path.isEmpty() || path.equals("/")) || uri.getPort() > 65535) {
                return Reading.refused();
            }
            return switch (scheme) {
                case "http" -> Reading.of(origin(scheme, host, uri.getPort(), 80));
                case "https" -> Reading.of(origin(scheme, host, uri.getPort(), 443));
                default -> Reading.refused();
            };
        } catch (URISyntaxException _) {
            return Reading.refused();
        }
    }

    private static String origin(String scheme, String host, int port, int implied) {
        var suffix = port < 0 || port == implied ? "" : ":" + port;
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + suffix;
    }

    private static Reading<AddressRange> range(String text) {
        var range = AddressRange.parse(text);
        if (range.isEmpty()) {
            return Reading.refused("It is no address and no network that can exist.");
        }
        var canonical = range.get().canonical();
        return canonical.equals(range.get())
                ? Reading.of(canonical)
                : Reading.refused("The network of that address is " + canonical + ".");
    }

    private static boolean isHostName(String text) {
        return text.length() <= 253
                && HOST_NAME.matcher(text).matches()
                && !NUMERIC.matcher(text).matches();
    }
}
