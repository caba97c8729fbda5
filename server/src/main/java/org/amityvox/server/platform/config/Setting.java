// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.util.Locale;

/// What people are told about one setting.
///
/// @param key section and name, such as `http.port`
/// @param standard the value when nothing is set, as TOML writes it; for a value that depends on the machine, words
/// @param rule what a value must be
/// @param meaning what it does, in sentences
public record Setting(String key, String standard, String rule, String meaning) {

    /// The environment variable that overrides the file; with `_FILE` after it, the one that names a file to read.
    public String variable() {
        return "AMITYVOX_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    public String section() {
        return key.substring(0, key.indexOf('.'));
    }

    public String name() {
        return key.substring(key.indexOf('.') + 1);
    }
}
