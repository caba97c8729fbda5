// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// A value as its source holds it.
sealed interface Found {
    /// The place to name in a problem.
    String where();

    /// From a TOML file: a `String`, `Long`, `Double`, `Boolean`, a `List` of these, or some other object of the
    /// library.
    record Typed(Object value, String where) implements Found {}

    /// From the environment, where everything is text.
    record Written(String text, String where) implements Found {}
}
