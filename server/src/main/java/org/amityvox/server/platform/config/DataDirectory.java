// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the data is kept when nobody has said where.
final class DataDirectory {
    static final String WORDS =
            "`/var/lib/amityvox` for root, otherwise `$XDG_DATA_HOME/amityvox` or `~/.local/share/amityvox`";

    private static final String NAME = "amityvox";

    private DataDirectory() {}

    /// The XDG Base Directory specification wants a relative `XDG_DATA_HOME` to be ignored.
    static Path standard(Map<String, String> environment, String user, String home) {
        if (user.equals("root")) {
            return Path.of("/var/lib", NAME);
        }
        return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(home, ".local", "share"))
                .resolve(NAME);
    }
}
