// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

/// One thing that is wrong with the configuration. No part of it repeats a value, since the value may be a secret.
///
/// @param path the setting or section, such as `http.port`; empty when the file as a whole is meant
/// @param where `file:line`, the name of an environment variable, or `default`
/// @param rule what must hold, as the rest of a sentence: "must be …"
/// @param fix what to do, as a sentence
public record Problem(String path, String where, String rule, String fix) {}
