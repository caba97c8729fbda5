// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// How a log line is written.
public enum LogFormat {
    /// [#TEXT] on a terminal, [#JSON] elsewhere.
    AUTO,
    /// For people.
    TEXT,
    /// One JSON object a line.
    JSON
}
