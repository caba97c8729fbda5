// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// From where somebody signs in.
///
/// @param userAgent what the device says of itself; empty when nothing
/// @param address of the client
public record Device(String userAgent, String address) {
    private static final int MAX_USER_AGENT = 256;
    private static final String UNKNOWN = "Unknown device";

    private record Mark(Pattern pattern, String name) {
        static Mark of(String pattern, String name) {
            return new Mark(Pattern.compile(pattern), name);
        }
    }

    /// The first that fits counts: browsers name those they descend from too.
    private static final List<Mark> BROWSERS = List.of(
            Mark.of("\\bEdg(A|iOS)?/", "Edge"),
            Mark.of("\\b(OPR|OPT|Opera)\\b", "Opera"),
            Mark.of("\\bVivaldi/", "Vivaldi"),
            Mark.of("\\bSamsungBrowser/", "Samsung Internet"),
            Mark.of("\\b(Firefox|FxiOS)/", "Firefox"),
            Mark.of("\\b(Chrome|Chromium|CriOS|HeadlessChrome)/", "Chrome"),
            Mark.of("\\bVersion/[\\d.]+ .*Safari/", "Safari"));

    private static final List<Mark> SYSTEMS = List.of(
            Mark.of("\\biPhone\\b", "iPhone"),
            Mark.of("\\biPad\\b", "iPad"),
            Mark.of("\\bAndroid\\b", "Android"),
            Mark.of("\\bCrOS\\b", "ChromeOS"),
            Mark.of("\\bWindows\\b", "Windows"),
            Mark.of("\\bMac(intosh|[ _]OS X)\\b", "macOS"),
            Mark.of("\\bLinux\\b", "Linux"));

    public Device {
        userAgent = userAgent.codePointCount(0, userAgent.length()) > MAX_USER_AGENT
                ? userAgent.substring(0, userAgent.offsetByCodePoints(0, MAX_USER_AGENT))
                : userAgent;
    }

    /// A few words by which people know it again: `Firefox on Linux`.
    String name() {
        return first(BROWSERS, userAgent)
                .flatMap(browser -> first(SYSTEMS, userAgent).map(system -> browser + " on " + system))
                .orElse(UNKNOWN);
    }

    private static Optional<String> first(List<Mark> marks, String text) {
        return marks.stream()
                .filter(mark -> mark.pattern().matcher(text).find())
                .map(Mark::name)
                .findFirst();
    }
}
