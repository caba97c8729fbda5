// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// The least serious line that is logged; each level includes those before it.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
